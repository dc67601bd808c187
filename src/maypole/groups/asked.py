"""What a child's own page says about groups: a question to answer, or a group to look at. One query each."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse

from maypole.access.prepared import Prepared

from .models import GroupAnswer, GroupMembership, GroupQuestion, ProposalState

_WANTED: list[str] = ["pk", "answered"]
_open = Prepared(
    lambda child, carer: (
        GroupQuestion.objects.filter(child=child, edition=F("proposal__edition"))
        .annotate(
            state=Subquery(
                ProposalState.objects.filter(proposal=OuterRef("proposal")).order_by("-at", "-id").values("state")[:1]
            ),
            answered=Exists(GroupAnswer.objects.filter(question=OuterRef("pk"), carer_id=carer)),
        )
        .filter(state=ProposalState.State.ASKED)
        .order_by("-at", "-id")
        .values_list(*_WANTED)[:1]
    ),
    child=UUID,
    carer=UUID,
)
_group = Prepared(
    lambda child: GroupMembership.objects.filter(child=child).order_by().values_list("pk")[:1], child=UUID
)


def question_for(child: UUID, carer: UUID) -> str:
    """Where this carer answers the open question about a group for the child; empty when none is left for them."""
    newest = _open.first(child=child, carer=carer)
    return reverse("group_question", args=[newest[0]]) if newest and not newest[1] else ""


def groups_for(child: UUID) -> str:
    """Where the child's groups are shown; empty for a child who never was in one."""
    return reverse("child_groups", args=[child]) if _group.first(child=child) else ""
