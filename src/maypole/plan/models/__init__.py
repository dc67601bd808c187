"""Goals made with the family, and the versioned plan that holds them."""

from .answer import (
    AcceptanceRule,
    DoseChange,
    GoalObjection,
    ObjectionOutcome,
    PlanAcceptance,
    PlanAssent,
    PlanCosignature,
    PlanSignature,
)
from .bank import BankGoal, BankGoalQuerySet
from .detail import AttainmentLevel, SpeechTarget, TaskStep
from .episode import Episode, EpisodeOutlook, EpisodeQuerySet
from .goal import Goal, GoalPhase, GoalQuerySet, GoalState
from .line import LineEntry, LineGoal, LineMember, OutsideService, Regime, ServiceLine, ServiceLineQuerySet
from .measure import Measure
from .parts import PlanDose, PlanMethod, PlanPerson
from .plan import DoseMode, FamilyPriority, PlanGoal, PlanVersion, PlanVersionQuerySet
from .strategy import CardUse, Confidence, EvidenceReview, HowCard, HowCardQuerySet, Place, Strategy
from .tags import GoalDiscipline, GoalTag, LifeArea, Mode, Occupation

__all__ = [
    "AcceptanceRule",
    "AttainmentLevel",
    "BankGoal",
    "BankGoalQuerySet",
    "CardUse",
    "Confidence",
    "DoseChange",
    "DoseMode",
    "Episode",
    "EpisodeOutlook",
    "EpisodeQuerySet",
    "EvidenceReview",
    "FamilyPriority",
    "Goal",
    "GoalDiscipline",
    "GoalObjection",
    "GoalPhase",
    "GoalQuerySet",
    "GoalState",
    "GoalTag",
    "HowCard",
    "HowCardQuerySet",
    "LifeArea",
    "LineEntry",
    "LineGoal",
    "LineMember",
    "Measure",
    "Mode",
    "ObjectionOutcome",
    "Occupation",
    "OutsideService",
    "Place",
    "PlanAcceptance",
    "PlanAssent",
    "PlanCosignature",
    "PlanDose",
    "PlanGoal",
    "PlanMethod",
    "PlanPerson",
    "PlanSignature",
    "PlanVersion",
    "PlanVersionQuerySet",
    "Regime",
    "ServiceLine",
    "ServiceLineQuerySet",
    "SpeechTarget",
    "Strategy",
    "TaskStep",
]
