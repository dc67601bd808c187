"""The visit, what was observed in it, and the note about it."""

from .note import Note, NoteSignature, NoteVersion
from .observation import Observation, ObservationQuerySet, Point, PointQuerySet, PromptLevel
from .planned import PlannedActivity, VisitEquipment
from .presence import VisitAssent, VisitAttendance
from .visit import Moment, Setting, Visit, VisitMood, VisitQuerySet, VisitStatus

__all__ = [
    "Moment",
    "Note",
    "NoteSignature",
    "NoteVersion",
    "Observation",
    "ObservationQuerySet",
    "PlannedActivity",
    "Point",
    "PointQuerySet",
    "PromptLevel",
    "Setting",
    "Visit",
    "VisitAssent",
    "VisitAttendance",
    "VisitEquipment",
    "VisitMood",
    "VisitQuerySet",
    "VisitStatus",
]
