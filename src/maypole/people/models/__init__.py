"""Organisation, places, staff, children, carers, and how they relate."""

from .care import AboutChild, ChildStatus, Diagnosis, Precaution, PrecautionEnd
from .child import Child, ChildQuerySet, ChildRecord, ChildRecordQuerySet
from .consent import Consent, ConsentAnswer, ConsentRequest
from .place import Organisation, Room, Site
from .relation import Carer, CarerRelation, CareTeamMember, OutsideParty
from .staff import Licence, LicenceReminder, StaffMember, Supervision

__all__ = [
    "AboutChild",
    "CareTeamMember",
    "Carer",
    "CarerRelation",
    "Child",
    "ChildQuerySet",
    "ChildRecord",
    "ChildRecordQuerySet",
    "ChildStatus",
    "Consent",
    "ConsentAnswer",
    "ConsentRequest",
    "Diagnosis",
    "Licence",
    "LicenceReminder",
    "Organisation",
    "OutsideParty",
    "Precaution",
    "PrecautionEnd",
    "Room",
    "Site",
    "StaffMember",
    "Supervision",
]
