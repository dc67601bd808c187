"""Which families were asked about a group, what they said, and for whom the clinic still waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.models import CarerRelation
from maypole.web.dates import day

from .models import GroupAnswer, GroupQuestion, ProposalState
from .rule_words import each_weekday

LONG = 3
"""Days after which a call is kinder than waiting: our judgement."""


@dataclass(frozen=True)
class Asked:
    """One family's question: `state` is "waiting", "yes" or "no"."""

    child: str
    url: str
    paper_url: str
    place: str
    state: str
    said: str
    words: str
    since: str
    long: bool
    reach: str


def open_questions(organisation: UUID) -> QuerySet[GroupQuestion]:
    """Questions of proposals that are with the families now."""
    newest = ProposalState.objects.filter(proposal=OuterRef("proposal")).order_by("-at", "-id").values("state")[:1]
    return (
        GroupQuestion.objects.filter(organisation=organisation, edition=F("proposal__edition"))
        .annotate(state=Subquery(newest))
        .filter(state=ProposalState.State.ASKED)
        .select_related("child", "staff", "proposal__term", "proposal__site")
        .order_by("at", "child__given_name", "id")
    )


def answers_to(questions: Iterable[GroupQuestion]) -> dict[UUID, GroupAnswer]:
    """The newest answer to each question."""
    rows = GroupAnswer.objects.filter(question__in=[one.pk for one in questions]).select_related("carer")
    return {row.question_id: row for row in rows.order_by("at", "id")}


def asked_page(actor: Actor, now: datetime) -> dict[str, object]:
    """Those who still wait first, longest first; then who answered, by name. Three queries."""
    questions = list(open_questions(actor.organisation_id))
    answers = answers_to(questions)
    phones = _phones([one.child_id for one in questions if one.pk not in answers])
    clinical = Permission.SEE_CLINICAL in actor.everywhere
    rows = [_asked(one, answers.get(one.pk), phones, now, clinical=clinical) for one in questions]
    return {
        "unanswered": [row for row in rows if row.state == "waiting"],
        "answered": sorted((row for row in rows if row.state != "waiting"), key=lambda row: row.child),
        "asked": len(rows),
    }


def _asked(
    question: GroupQuestion, answer: GroupAnswer | None, phones: dict[UUID, str], now: datetime, *, clinical: bool
) -> Asked:
    days = (timezone.localdate(now) - timezone.localdate(question.at)).days
    state = "waiting" if answer is None else "yes" if answer.agreed else "no"
    waited = ngettext("asked %(n)d day ago", "asked %(n)d days ago", days) % {"n": days} if days else _("asked today")
    return Asked(
        child=question.child.name,
        url=reverse("child", args=[question.child_id]),
        paper_url=reverse("group_paper", args=[question.pk]),
        place=place_words(question),
        state=state,
        said=_("%(who)s, %(day)s") % {"who": answer.carer.name, "day": day(answer.at)} if answer else "",
        words=answer.words if answer and clinical else "",
        since=waited,
        long=answer is None and days >= LONG,
        reach=phones.get(question.child_id, ""),
    )


def place_words(question: GroupQuestion) -> str:
    """“Mondays at 15:00 with Inés Carvalho, Birch Street”."""
    return _("%(day)s at %(time)s with %(who)s, %(site)s") % {
        "day": each_weekday(question.weekday), "time": f"{question.begins:%H:%M}", "who": question.staff.name,
        "site": question.proposal.site.name,
    }  # fmt: skip


def _phones(children: list[UUID]) -> dict[UUID, str]:
    """How to reach one carer of each child whose yes counts."""
    rows = CarerRelation.objects.filter(child__in=children, ended_at__isnull=True, blocked=False)
    found: dict[UUID, str] = {}
    for row in rows.select_related("carer").order_by("-started_at", "-id"):
        how = row.carer.phone or row.carer.email
        if Permission.ACCEPT_PLAN in row.permissions and how:
            found[row.child_id] = _("%(who)s, %(how)s") % {"who": row.carer.name, "how": how}
    return found


def count_waiting(actor: Actor) -> int:
    """For how many families the clinic waits; 0 for whoever does not speak with families."""
    if Permission.MANAGE_ENQUIRIES not in actor.everywhere:
        return 0
    questions = list(open_questions(actor.organisation_id))
    return len(questions) - len(answers_to(questions))
