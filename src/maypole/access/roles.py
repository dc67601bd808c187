"""Roles in plain words. `everywhere` holds for every child of the organisation, `on_team` for those in one's care."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .permissions import Permission as P


class Role(StrEnum):
    THERAPIST = "therapist"
    ASSISTANT = "assistant"
    LEAD = "lead"
    FRONT_DESK = "front_desk"
    BILLER = "biller"
    MANAGER = "manager"
    COMPLIANCE = "compliance"
    ADMINISTRATOR = "administrator"
    CARER = "carer"
    OUTSIDE = "outside"
    YOUNG_PERSON = "young_person"


@dataclass(frozen=True)
class RoleDefinition:
    role: Role
    name: Promise
    description: Promise
    everywhere: frozenset[P] = frozenset()
    on_team: frozenset[P] = frozenset()

    @property
    def all(self) -> frozenset[P]:
        return self.everywhere | self.on_team


READ = frozenset({P.SEE_CHILD, P.SEE_GOALS, P.SEE_CLINICAL, P.SEE_NOTES, P.SEE_HOME})
TREAT = READ | {P.WRITE_PROFILE, P.SET_NEXT_STEP, P.RUN_VISIT, P.WRITE_NOTE, P.CORRECT_DETAILS, P.SEE_SHARING}
TREAT |= {P.LEND_DEVICES, P.KEEP_LIBRARY, P.KEEP_EQUIPMENT}
LEAD_CARE = TREAT | {
    P.CHANGE_STATUS,
    P.EVALUATE,
    P.WRITE_PLAN,
    P.SIGN_PLAN,
    P.SIGN_NOTE,
    P.SET_HOME,
    P.DECIDE,
    P.ARRANGE_SHARING,
    P.WRITE_REPORT,
}

DESK = frozenset({P.SEE_CHILD, P.MANAGE_ENQUIRIES, P.SET_NEXT_STEP, P.CHANGE_STATUS})
DESK |= {P.CORRECT_DETAILS, P.SEE_SHARING, P.ARRANGE_SHARING, P.KEEP_EQUIPMENT}

ROLES: dict[Role, RoleDefinition] = {
    definition.role: definition
    for definition in (
        RoleDefinition(
            Role.THERAPIST,
            _("Therapist"),
            _("Evaluates, plans, treats and reviews the children in their care; sees nobody else's record."),
            everywhere=frozenset({P.BREAK_GLASS}),
            on_team=LEAD_CARE,
        ),
        RoleDefinition(
            Role.ASSISTANT,
            _("Therapy assistant"),
            _("Runs visits and writes their notes; a supervisor signs beside them, and a therapist decides."),
            on_team=TREAT | {P.SIGN_NOTE},
        ),
        RoleDefinition(
            Role.LEAD,
            _("Clinical lead"),
            _("Answers for the quality of care: reads and works on every child's record in the organisation."),
            everywhere=LEAD_CARE
            | {P.MANAGE_CARERS, P.ASSIGN_TEAM, P.MANAGE_ENQUIRIES, P.SEE_CLINIC, P.REVIEW_INCIDENTS, P.REVIEW_LATE}
            | {P.EXPORT_RECORD},
        ),
        RoleDefinition(
            Role.FRONT_DESK,
            _("Front desk"),
            _("Answers families and keeps next steps moving; sees names and what families ask, no clinical record."),
            everywhere=DESK,
        ),
        RoleDefinition(
            Role.BILLER,
            _("Biller"),
            _("Prepares claims and invoices; sees names and coverage, never clinical text."),
            everywhere=frozenset({P.SEE_CHILD, P.SEE_BILLING}),
        ),
        RoleDefinition(
            Role.MANAGER,
            _("Manager"),
            _("Keeps the clinic running: enquiries, teams, overdue steps; sees counts and names, no clinical text."),
            everywhere=DESK | {P.ASSIGN_TEAM, P.SEE_CLINIC, P.MANAGE_CARERS, P.LEND_DEVICES},
        ),
        RoleDefinition(
            Role.COMPLIANCE,
            _("Compliance officer"),
            _("Reads the audit trail and every emergency access; sees names, no clinical text."),
            everywhere=frozenset({P.SEE_CHILD, P.SEE_AUDIT, P.SEE_SHARING}),
        ),
        RoleDefinition(
            Role.ADMINISTRATOR,
            _("Administrator"),
            _("Manages accounts and imports; sees no child's record."),
            everywhere=frozenset({P.MANAGE_PEOPLE, P.IMPORT_DATA}),
        ),
        RoleDefinition(
            Role.CARER,
            _("Parent or carer"),
            _("Sees and does for their own child what the recorded rights allow, and nothing of any other child."),
        ),
        RoleDefinition(
            Role.OUTSIDE,
            _("Outside party"),
            _("A teacher or referrer who sees what the family's consent names, while it lasts."),
        ),
        RoleDefinition(
            Role.YOUNG_PERSON,
            _("Young person"),
            _("Sees their own goals and progress, in their own words."),
        ),
    )
}

STAFF_ROLES = frozenset(Role) - {Role.CARER, Role.OUTSIDE, Role.YOUNG_PERSON}
SELF_PERMISSIONS = frozenset({P.SEE_CHILD, P.SEE_GOALS, P.SEE_HOME, P.LOG_HOME})
"""What a young person may do with their own record."""
OUTSIDE_PERMISSIONS = frozenset({P.SEE_CHILD, P.SEE_GOALS})
"""The most an outside party may do; their consent names which part."""
