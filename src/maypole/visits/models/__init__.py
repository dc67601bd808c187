"""The visit, what was observed in it, and the note about it."""

from .beside import OtherTime, SecondObserver, VisitUse
from .naming import NameConfirmed
from .note import Note, NoteCosignature, NoteMinutes, NoteSignature, NoteVersion
from .observation import Observation, ObservationQuerySet, Point, PointQuerySet, PromptLevel
from .paper import KeyedObservation, PaperSheet
from .planned import PlannedActivity, VisitEquipment
from .presence import VisitAssent, VisitAttendance
from .rules import NoteReminder, NoteRules, ServiceKind
from .shape import BuiltIn, NoteChoice, NoteSection, NoteTemplate, NoteTemplateVersion
from .visit import Moment, Setting, Visit, VisitMood, VisitQuerySet, VisitStatus

__all__ = [
    "BuiltIn",
    "KeyedObservation",
    "Moment",
    "NameConfirmed",
    "Note",
    "NoteChoice",
    "NoteCosignature",
    "NoteMinutes",
    "NoteReminder",
    "NoteRules",
    "NoteSection",
    "NoteSignature",
    "NoteTemplate",
    "NoteTemplateVersion",
    "NoteVersion",
    "Observation",
    "ObservationQuerySet",
    "OtherTime",
    "PaperSheet",
    "PlannedActivity",
    "Point",
    "PointQuerySet",
    "PromptLevel",
    "SecondObserver",
    "ServiceKind",
    "Setting",
    "Visit",
    "VisitAssent",
    "VisitAttendance",
    "VisitEquipment",
    "VisitMood",
    "VisitQuerySet",
    "VisitStatus",
    "VisitUse",
]
