"""The visit, what was observed in it, and the note about it."""

from .note import Note, NoteSignature, NoteVersion
from .observation import Observation, ObservationQuerySet, Point, PointQuerySet, PromptLevel
from .visit import Setting, Visit, VisitMood, VisitQuerySet, VisitStatus

__all__ = [
    "Note",
    "NoteSignature",
    "NoteVersion",
    "Observation",
    "ObservationQuerySet",
    "Point",
    "PointQuerySet",
    "PromptLevel",
    "Setting",
    "Visit",
    "VisitMood",
    "VisitQuerySet",
    "VisitStatus",
]
