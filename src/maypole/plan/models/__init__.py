"""Goals made with the family, and the versioned plan that holds them."""

from .goal import Goal, GoalPhase, GoalQuerySet, GoalState, Measure, TaskStep
from .plan import FamilyPriority, PlanAcceptance, PlanGoal, PlanSignature, PlanVersion, PlanVersionQuerySet

__all__ = [
    "FamilyPriority",
    "Goal",
    "GoalPhase",
    "GoalQuerySet",
    "GoalState",
    "Measure",
    "PlanAcceptance",
    "PlanGoal",
    "PlanSignature",
    "PlanVersion",
    "PlanVersionQuerySet",
    "TaskStep",
]
