"""What belongs to one area of a child's day: sensing, calming, eating, speaking with help, behaviour, milestones."""

from .behaviour import (
    Antecedent,
    BehaviourEvent,
    Consequence,
    Function,
    FunctionHypothesis,
    IncidentReview,
)
from .calm import CalmPlan
from .feeding import Food, FoodStanding, MealNote
from .milestones import Answer, MilestoneAnswer, MilestoneNote
from .sensory import Response, Sense, SensoryEvent, SensoryNote
from .voice import AacProfile, Device, DeviceLoan

__all__ = [
    "AacProfile",
    "Answer",
    "Antecedent",
    "BehaviourEvent",
    "CalmPlan",
    "Consequence",
    "Device",
    "DeviceLoan",
    "Food",
    "FoodStanding",
    "Function",
    "FunctionHypothesis",
    "IncidentReview",
    "MealNote",
    "MilestoneAnswer",
    "MilestoneNote",
    "Response",
    "Sense",
    "SensoryEvent",
    "SensoryNote",
]
