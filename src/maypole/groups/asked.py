"""What a family's pages say about groups: a question to answer, or a group to look at. One query each."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from maypole.access.prepared import Prepared
from maypole.people.models import Child
from maypole.plan.asked import Asked

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


def question_for(child: Child, carer: UUID) -> Asked | None:
    """The newest open question about a group for the child, while this carer has not answered it."""
    newest = _open.first(child=child.pk, carer=carer)
    if not newest or newest[1]:
        return None
    return Asked(
        key="group",
        title=_("A group for %(name)s") % {"name": child.name},
        text=_("Day, adult and how many children: a minute to read. Nothing starts without your yes."),
        button=_("Read and answer"),
        url=reverse("group_question", args=[newest[0]]),
    )


def groups_for(child: UUID) -> str:
    """Where the child's groups are shown; empty for a child who never was in one."""
    return reverse("child_groups", args=[child]) if _group.first(child=child) else ""
