"""Company: who is free, what is safe, what is proposed, who is in which group, and what happened there."""

from .child import CompanyGoal, GroupSkill, InCompany, PairWish, ReadinessSeen, ReadinessSkill, StepDecision
from .roster import GroupMembership, TherapyGroup
from .settings import FreeTime, GroupRules, Weekday
from .studio import GroupAnswer, GroupQuestion, Proposal, ProposalState, Term
from .visit import FunRating, GroupPlace, GroupTally, GroupVisit, GroupVisitOff, PlaceMark, Scenario, SharedMoment

__all__ = [
    "CompanyGoal",
    "FreeTime",
    "FunRating",
    "GroupAnswer",
    "GroupMembership",
    "GroupPlace",
    "GroupQuestion",
    "GroupRules",
    "GroupSkill",
    "GroupTally",
    "GroupVisit",
    "GroupVisitOff",
    "InCompany",
    "PairWish",
    "PlaceMark",
    "Proposal",
    "ProposalState",
    "ReadinessSeen",
    "ReadinessSkill",
    "Scenario",
    "SharedMoment",
    "StepDecision",
    "Term",
    "TherapyGroup",
    "Weekday",
]
