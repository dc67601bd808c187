"""When a goal counts as reached, when it moves on, and the checks that are planned."""

from .move import MoveAnswer, MoveProposal, MoveProposalQuerySet
from .probe import PlannedProbe, PlannedProbeQuerySet, ProbeEnd, ProbeOutcome
from .rule import MasteryRule, PhaseRule

__all__ = [
    "MasteryRule",
    "MoveAnswer",
    "MoveProposal",
    "MoveProposalQuerySet",
    "PhaseRule",
    "PlannedProbe",
    "PlannedProbeQuerySet",
    "ProbeEnd",
    "ProbeOutcome",
]
