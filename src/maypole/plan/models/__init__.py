"""Goals made with the family, and the versioned plan that holds them."""

from .episode import Episode, EpisodeOutlook, EpisodeQuerySet
from .goal import Goal, GoalPhase, GoalQuerySet, GoalState, Measure, TaskStep
from .plan import FamilyPriority, PlanAcceptance, PlanGoal, PlanSignature, PlanVersion, PlanVersionQuerySet

__all__ = [
    "Episode",
    "EpisodeOutlook",
    "EpisodeQuerySet",
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
