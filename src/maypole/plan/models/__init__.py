"""Goals made with the family, and the versioned plan that holds them."""

from .bank import BankGoal, BankGoalQuerySet
from .detail import AttainmentLevel, SpeechTarget, TaskStep
from .episode import Episode, EpisodeOutlook, EpisodeQuerySet
from .goal import Goal, GoalPhase, GoalQuerySet, GoalState
from .measure import Measure
from .plan import FamilyPriority, PlanAcceptance, PlanGoal, PlanSignature, PlanVersion, PlanVersionQuerySet
from .tags import GoalDiscipline, GoalTag, LifeArea, Mode, Occupation

__all__ = [
    "AttainmentLevel",
    "BankGoal",
    "BankGoalQuerySet",
    "Episode",
    "EpisodeOutlook",
    "EpisodeQuerySet",
    "FamilyPriority",
    "Goal",
    "GoalDiscipline",
    "GoalPhase",
    "GoalQuerySet",
    "GoalState",
    "GoalTag",
    "LifeArea",
    "Measure",
    "Mode",
    "Occupation",
    "PlanAcceptance",
    "PlanGoal",
    "PlanSignature",
    "PlanVersion",
    "PlanVersionQuerySet",
    "SpeechTarget",
    "TaskStep",
]
