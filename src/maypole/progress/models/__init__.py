"""Looking together: reviews and decisions, what happened in the child's life, and how the family sees it."""

from .event import LifeEvent, LifeEventQuerySet
from .outcome import OutcomeAnswer, OutcomeItem, OutcomeView, OutcomeViewQuerySet, StrategyConfidence
from .review import EVEN_ODDS, Decision, Review, ReviewQuerySet

__all__ = [
    "EVEN_ODDS",
    "Decision",
    "LifeEvent",
    "LifeEventQuerySet",
    "OutcomeAnswer",
    "OutcomeItem",
    "OutcomeView",
    "OutcomeViewQuerySet",
    "Review",
    "ReviewQuerySet",
    "StrategyConfidence",
]
