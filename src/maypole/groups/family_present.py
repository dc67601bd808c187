"""A group in a family's words: when, where, with whom, how many, what for; of children it tells their own (S73)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.forms import Form
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.actor import Actor
from maypole.access.permissions import Permission
from maypole.people.access import Reach
from maypole.people.models import Child
from maypole.plan.models import Goal
from maypole.visits.models import Visit, VisitStatus
from maypole.web.dates import day, weekday

from .access import groups_of
from .actions.roster import is_open
from .actions.visits import zone_of
from .each_date import covers
from .gathering import skills_of
from .models import (
    FunRating,
    GroupAnswer,
    GroupMembership,
    GroupQuestion,
    GroupSkill,
    GroupTally,
    StepDecision,
    TherapyGroup,
)
from .rule_words import each_weekday
from .waiting import open_questions

DATES = 4
AHEAD = (VisitStatus.State.PLANNED, VisitStatus.State.STARTED)
FINISHED = VisitStatus.State.FINISHED
LastTime = tuple[tuple[tuple[str, int], ...], str]


@dataclass(frozen=True)
class Practised:
    """One goal of the child's own that is practised in the group, under its skill."""

    title: str
    url: str
    skill: str
    area: str


@dataclass(frozen=True)
class Question:
    """A question as the family reads it, with their newest answer."""

    url: str
    when: str
    since: str
    adult: str
    where: str
    size: str
    open: bool
    answer: str
    words: str
    agreed: bool | None


@dataclass(frozen=True)
class NextDate:
    """A date ahead; `off` says why it does not take place."""

    on: str
    off: str


@dataclass(frozen=True)
class Mine:
    """One group the child is, was or will be in. `url` is for staff who may open the group itself."""

    name: str
    url: str
    when: str
    adult: str
    where: str
    size: str
    since: str
    over: bool
    dates: tuple[NextDate, ...]
    practised: tuple[Practised, ...]
    last: tuple[tuple[str, int], ...]
    last_on: str
    fun: str


def beside(child: Child) -> str:
    """What becomes of the visits alone, by the newest step that was decided (S69)."""
    newest = StepDecision.objects.filter(child=child).newest_first().values_list("choice", flat=True).first()
    if newest == StepDecision.Choice.GRADUATE:
        return _("The group takes the place of the visits alone. Going back is always possible.")
    if newest == StepDecision.Choice.SUPPLEMENT:
        return _("The visits alone go on as they are.")
    return _("We try it a few times and then look together. The visits alone go on.")


def practised(child: Child, discipline: str, *, may_see: bool) -> tuple[Practised, ...]:
    """The child's own goals that are practised in a group of this field; none for whoever may not see goals."""
    if not may_see:
        return ()
    found: dict[Goal, str] = skills_of([child.pk], discipline).get(child.pk, {})
    return tuple(
        Practised(goal.title, reverse("goal", args=[goal.pk]), str(GroupSkill(skill).label), goal.area)
        for goal, skill in found.items()
    )


def question_page(actor: Actor, reached: Reach, question: GroupQuestion, form: Form) -> dict[str, object]:
    """Everything a parent needs to say yes or no in a minute."""
    child = reached.child
    newest = question.answers.select_related("carer").order_by("-at", "-id").first()
    goals = practised(child, question.proposal.discipline, may_see=reached.can(Permission.SEE_GOALS))
    return {
        "child": child,
        "question": question_words(question, newest, opened=is_open(question)),
        "key": question.pk,
        "form": form,
        "goals": goals,
        "with_others": _with_others(question, goals),
        "beside": beside(child),
        "areas": tuple(dict.fromkeys(goal.area for goal in goals)),
    }


def _with_others(question: GroupQuestion, goals: Sequence[Practised]) -> str:
    """That nobody is alone with it, in numbers of nobody: no other child is named, counted by need or described."""
    if not goals:
        return ""
    return _("The others work on something close to it. Your child is not alone with it.")


def question_words(question: GroupQuestion, newest: GroupAnswer | None, *, opened: bool) -> Question:
    minutes = int(question.proposal.problem.get("rules", {}).get("duration_minutes", 45))
    term = question.proposal.term
    said = ""
    if newest is not None:
        told = {"who": newest.carer.name, "day": day(newest.at)}
        words = _("%(who)s said yes on %(day)s.") if newest.agreed else _("%(who)s said “not like this” on %(day)s.")
        said = words % told
    return Question(
        url=reverse("group_question", args=[question.pk]),
        when=hours(question.weekday, question.begins, minutes),
        since=_("%(from)s to %(until)s") % {"from": day(term.starts_on), "until": day(term.ends_on)},
        adult=question.staff.name,
        where=_("%(room)s, %(site)s") % {"room": question.room.name, "site": question.proposal.site.name},
        size=size_words(question.size),
        open=opened,
        answer=said,
        words=newest.words if newest else "",
        agreed=newest.agreed if newest else None,
    )  # fmt: skip


def size_words(count: int) -> str:
    """Yours is one of them."""
    return ngettext("%(n)d child: yours", "%(n)d children, yours is one of them", count) % {"n": count}


def hours(number: int, begins: time, minutes: int) -> str:
    """“Mondays, 15:00 to 15:45”."""
    start = datetime.combine(date.min, begins)
    return _("%(day)s, %(from)s to %(until)s") % {
        "day": each_weekday(number), "from": f"{start:%H:%M}", "until": f"{start + timedelta(minutes=minutes):%H:%M}",
    }  # fmt: skip


def groups_of_child(actor: Actor, reached: Reach, now: datetime) -> dict[str, object]:
    """The open questions first, then the groups the child is in, then those that were. A fixed number of queries."""
    child = reached.child
    rows = GroupMembership.objects.filter(child=child).select_related(
        "group__organisation", "group__term", "group__site", "group__room", "group__staff", "group__second_adult"
    )  # fmt: skip
    spells = list(rows.order_by("-starts_on", "-id"))
    openable = set(groups_of(actor).filter(pk__in=[spell.group_id for spell in spells]).values_list("pk", flat=True))
    visits = _own_visits(child)
    last = _last_times(visits)
    sizes = _sizes(spells)
    goals = {
        field: practised(child, field, may_see=reached.can(Permission.SEE_GOALS))
        for field in {spell.group.discipline for spell in spells}
    }
    mine = [
        _mine(
            spell, own=visits.get(spell.group_id, []), last_times=last, sizes=sizes,
            goals=goals[spell.group.discipline], now=now, openable=openable,
        )
        for spell in spells
    ]  # fmt: skip
    questions = _questions(child)
    return {
        "child": child,
        "mine": actor.child_id == child.pk,
        "may_answer": reached.can(Permission.ACCEPT_PLAN) and actor.carer_id is not None,
        "asked": [one for one in questions if one.open],
        "asked_before": [one for one in questions if not one.open] if actor.is_staff else [],
        "groups": [one for one in mine if not one.over],
        "before": [one for one in mine if one.over],
        "beside": beside(child),
        "may_read_words": reached.can(Permission.SEE_CLINICAL),
        "areas": tuple(dict.fromkeys(goal.area for found in goals.values() for goal in found)),
    }


def _questions(child: Child) -> list[Question]:
    rows = GroupQuestion.objects.filter(child=child).select_related(
        "proposal__term", "proposal__site", "staff", "room"
    )  # fmt: skip
    questions = list(rows[:8])
    answers = GroupAnswer.objects.filter(question__in=questions).select_related("carer").order_by("at", "id")
    newest = {answer.question_id: answer for answer in answers}
    opened = set(open_questions(child.organisation_id).filter(child=child).values_list("pk", flat=True))
    return [question_words(one, newest.get(one.pk), opened=one.pk in opened) for one in questions]


def _own_visits(child: Child) -> dict[UUID, list[Visit]]:
    """The child's own visits in groups, by group, oldest first."""
    rows = Visit.objects.with_state().filter(child=child, group_place__isnull=False)
    found: dict[UUID, list[Visit]] = {}
    for visit in rows.select_related("group_place__group_visit__off").order_by("starts_at"):
        found.setdefault(visit.group_place.group_visit.group_id, []).append(visit)
    return found


def _sizes(spells: Sequence[GroupMembership]) -> dict[UUID, list[GroupMembership]]:
    """Everybody's spells in these groups, to count how many there are on a day. Nothing else is read of them."""
    found: dict[UUID, list[GroupMembership]] = {}
    rows = GroupMembership.objects.filter(group__in=[spell.group_id for spell in spells])
    for row in rows.only("group_id", "starts_on", "ends_on"):
        found.setdefault(row.group_id, []).append(row)
    return found


def _mine(
    spell: GroupMembership,
    *,
    own: Sequence[Visit],
    last_times: Mapping[UUID, LastTime],
    sizes: dict[UUID, list[GroupMembership]],
    goals: tuple[Practised, ...],
    now: datetime,
    openable: set[UUID],
) -> Mine:
    group = spell.group
    today = timezone.localtime(now, zone_of(group)).date()
    shown = [visit for visit in own if visit.state in AHEAD or _all_off(visit)]
    ahead = [visit for visit in shown if visit.ends_at > now][:DATES]
    done = [visit for visit in own if visit.state == FINISHED]
    on = max(today, spell.starts_on)
    last, fun = last_times.get(done[-1].pk, ((), "")) if done else ((), "")
    over = group.term.ends_on < today or (spell.ends_on is not None and spell.ends_on < today)
    adult = group.staff.name
    if group.second_adult:
        adult = _("%(one)s and %(other)s") % {"one": adult, "other": group.second_adult.name}
    until = spell.ends_on or group.term.ends_on
    return Mine(
        name=group.name,
        url=reverse("group", args=[group.pk]) if group.pk in openable else "",
        when=hours(group.weekday, group.begins, group.minutes),
        adult=adult,
        where=_("%(room)s, %(site)s") % {"room": group.room.name, "site": group.site.name},
        size=size_words(sum(covers(each, on) for each in sizes.get(group.pk, []))),
        since=_("%(from)s to %(until)s") % {"from": day(spell.starts_on), "until": day(until)},
        over=over,
        dates=tuple(_date(visit, group) for visit in ahead),
        practised=goals,
        last=last,
        last_on=day(done[-1].starts_at) if done else "",
        fun=fun,
    )


def _date(visit: Visit, group: TherapyGroup) -> NextDate:
    local = timezone.localtime(visit.starts_at, zone_of(group))
    on = _("%(day)s, %(time)s") % {"day": weekday(local.date()), "time": f"{local:%H:%M}"}
    return NextDate(on, _all_off(visit))


def _all_off(visit: Visit) -> str:
    """Why the whole group does not meet on this date; empty when it does."""
    off = getattr(visit.group_place.group_visit, "off", None)
    return off.why if off else ""


def _last_times(visits: Mapping[UUID, Sequence[Visit]]) -> dict[UUID, LastTime]:
    """What this child did in company the last time, as words with a number, and the fun by their own finger."""
    newest = [done[-1] for own in visits.values() if (done := [one for one in own if one.state == FINISHED])]
    counted: dict[UUID, Counter[str]] = defaultdict(Counter)
    tallies = GroupTally.objects.filter(visit__in=newest, withdrawn_at__isnull=True)
    for visit, kind in tallies.values_list("visit_id", "kind"):
        counted[visit][kind] += 1
    faces: dict[UUID, int] = {}
    for visit, face in FunRating.objects.filter(visit__in=newest).order_by("at", "id").values_list("visit_id", "face"):
        faces[visit] = face
    return {visit.pk: (_told(counted[visit.pk]), _fun(faces.get(visit.pk))) for visit in newest}


def _told(counted: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple((str(kind.label), counted[kind.value]) for kind in GroupTally.Kind if counted[kind.value])


def _fun(face: int | None) -> str:
    return str(FunRating.Face(face).label) if face else ""
