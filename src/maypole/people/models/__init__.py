"""Organisation, places, staff, children, carers, and how they relate."""

from .care import AboutChild, ChildStatus, Consent, Diagnosis, Precaution, PrecautionEnd
from .child import Child, ChildQuerySet, ChildRecord, ChildRecordQuerySet
from .place import Organisation, Room, Site
from .relation import Carer, CarerRelation, CareTeamMember, OutsideParty
from .staff import Licence, StaffMember

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
    "Diagnosis",
    "Licence",
    "Organisation",
    "OutsideParty",
    "Precaution",
    "PrecautionEnd",
    "Room",
    "Site",
    "StaffMember",
]
