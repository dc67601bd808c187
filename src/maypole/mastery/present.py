"""What the pages of a rule say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.access.permissions import Permission
from maypole.cores.progress.history import Datum
from maypole.cores.progress.mastery import RunRule
from maypole.cores.progress.sentences import odds as in_words
from maypole.people.access import Reach
from maypole.plan.amounts import level_text, typed
from maypole.plan.models import Goal, GoalPhase
from maypole.visits.models import Setting

from .forms import ProbeForm
from .models import MoveProposal, PlannedProbe
from .models.move import REASONS
from .models.probe import WINDOW
from .odds import AHEAD, Odds, Own
from .probing import next_gap
from .rules import mastery_in_force, phases_in_force
from .trial import Tried
from .words import core_line, language, long_day, percent, rule_sentence

REASON = dict(REASONS)


@dataclass(frozen=True)
class OddsRow:
    """One rule in the comparison; `values` are the hidden fields of its “Try this one”."""

    sentence: str
    false: str
    missed: str
    current: bool
    values: tuple[tuple[str, str], ...]


def odds_lines(goal: Goal, found: Odds, known: Own, name: str) -> list[str]:
    """The two errors of the rule in plain words; what they rest on."""
    tested, level = level_text(goal, found.tested), level_text(goal, found.rule.level)
    if found.false_chance is None or found.missed_chance is None:
        return [_("Too few sessions to say how often this rule would err: how much the values vary is not known yet.")]
    words = {"name": name, "tested": tested, "level": level, "n": AHEAD}
    false = {"odds": in_words(found.false_chance, language()), "percent": percent(found.false_chance)}
    missed = {"odds": in_words(found.missed_chance, language()), "percent": percent(found.missed_chance)}
    return [
        _(
            "If {name} can truly do {tested} and no more, this rule still calls it reached within {n} sessions:"
            " {odds} ({percent})."
        ).format(**words, **false),
        _("If {name} can truly do {level}, this rule misses it for all {n} sessions: {odds} ({percent}).").format(
            **words, **missed
        ),
        _basis(goal, known),
    ]


def _basis(goal: Goal, known: Own) -> str:
    if not goal.counts_tries:
        return _("Worked out from how much the values vary from session to session: an approximation.")
    if not known.sessions:
        return _("Worked out exactly, for {n} tries a session: nothing has been measured yet.").format(n=goal.out_of)
    return ngettext(
        "Worked out exactly, from the number of tries in the last session.",
        "Worked out exactly, from the numbers of tries, people and places of the last {n} sessions.",
        known.sessions,
    ).format(n=known.sessions)


def odds_rows(goal: Goal, compared: Sequence[Odds]) -> list[OddsRow]:
    return [
        OddsRow(
            sentence=core_line(goal, one.rule),
            false=percent(one.false_chance),
            missed=percent(one.missed_chance),
            current=number == 0,
            values=tuple((f"mastery-{name}", value) for name, value in _values(goal, one)),
        )
        for number, one in enumerate(compared)
    ]


def _values(goal: Goal, one: Odds) -> list[tuple[str, str]]:
    rule = one.rule
    level = rule.level * goal.out_of if goal.is_share else rule.level
    found = [("level", typed(goal, round(level, 4))), ("consecutive", str(rule.consecutive)),
             ("people", str(rule.people)), ("places", str(rule.places))]  # fmt: skip
    if isinstance(rule, RunRule):
        found.append(("least_tries", str(rule.least_trials)))
        found += [("first_try", "on")] if rule.first_trial else []
    return found


@dataclass(frozen=True)
class MoveRow:
    day: str
    start: str
    end: str
    why: str


def move_rows(moves: Sequence[Tried]) -> list[MoveRow]:
    """What the rule would have done, oldest first."""
    return [
        MoveRow(
            long_day(one.at.date()),
            str(GoalPhase.Kind(one.move.start.value).label),
            str(GoalPhase.Kind(one.move.end.value).label),
            because(one.move.reason.value, one.move.sessions),
        )
        for one in moves
    ]


def because(reason: str, sessions: int) -> str:
    seen = ngettext("after {n} session in this phase", "after {n} sessions in this phase", sessions).format(n=sessions)
    return _("{reason}, {seen}.").format(reason=REASON[reason], seen=seen)


@dataclass(frozen=True)
class ProbeRow:
    """A planned check in one line with its state as a chip."""

    pk: object
    line: str
    chip: tuple[str, str, str]
    open: bool


def probe_row(goal: Goal, probe: PlannedProbe, today: date) -> ProbeRow:
    where = str(Setting(probe.place).label)
    place = _("{place}, with {person}").format(place=where, person=probe.with_whom) if probe.with_whom else where
    line = _("{kind} {day}, {place}").format(kind=probe.get_kind_display(), day=long_day(probe.due_on), place=place)
    outcome, end = getattr(probe, "outcome", None), getattr(probe, "end", None)
    if outcome is not None:
        level = level_text(goal, outcome.value, outcome.trials)
        chip = ("ok", "check", _("Held: {level}")) if outcome.held else ("alert", "alert", _("Did not hold: {level}"))
        return ProbeRow(probe.pk, line, (chip[0], chip[1], chip[2].format(level=level)), open=False)
    if end is not None:
        return ProbeRow(probe.pk, line, ("", "close", _("Called off: {why}").format(why=end.why)), open=False)
    late = (today - probe.due_on).days
    if late > 0:
        words = ngettext("{n} day late", "{n} days late", late).format(n=late)
        return ProbeRow(probe.pk, line, ("sun", "clock", words), open=True)
    return ProbeRow(probe.pk, line, ("", "clock", _("Planned")), open=True)


def panel(goal: Goal, reach: Reach, data: Sequence[Datum], today: date, *, family: bool) -> dict[str, object]:
    """What `mastery/panel.html` shows on the page of a goal: four queries, one for a family. `data`: its sessions."""
    rule = mastery_in_force(goal)
    found: dict[str, object] = {"sentence": rule_sentence(goal, rule) if rule else "", "family": family}
    if family:
        return found
    phases = phases_in_force(goal)
    probes = list(PlannedProbe.objects.filter(goal=goal).select_related("outcome", "end"))
    phase = goal.phases.order_by("-starts_at", "-id").values_list("kind", flat=True).first()
    wide = phase in (GoalPhase.Kind.GENERALISE, GoalPhase.Kind.MAINTAIN)
    rows = [probe_row(goal, probe, today) for probe in probes]
    open_probes = [probe for probe, row in zip(probes, rows, strict=True) if row.open]
    gap = gap_shown(next_gap(goal, data, open_probes)) if wide else None
    return found | {
        "phases": phases,
        "proposal": proposal_shown(goal) if phases else None,
        "probes": rows,
        "gap": gap,
        "form": ProbeForm(initial=_initial(gap, phase, today)) if reach.can(Permission.WRITE_PLAN) else None,
        "needs_checks": wide and not open_probes,
        "may_decide": reach.can(Permission.DECIDE),
        "may_write": reach.can(Permission.WRITE_PLAN),
    }


def _initial(gap: Gap | None, phase: str | None, today: date) -> dict[str, object]:
    kind = PlannedProbe.Kind.MAINTENANCE if phase == GoalPhase.Kind.MAINTAIN else PlannedProbe.Kind.GENERALISATION
    place = {"place": gap.place, "with_whom": gap.person} if gap else {}
    return {"kind": kind, "due_on": today + WINDOW} | place


@dataclass(frozen=True)
class ProposalShown:
    pk: object
    head: str
    why: str


def proposal_shown(goal: Goal) -> ProposalShown | None:
    row = MoveProposal.objects.open().filter(goal=goal).order_by("-at", "-id").first()
    if row is None:
        return None
    day = long_day(row.triggered_at.date())
    return ProposalShown(
        row.pk,
        _("From {start} to {end}?").format(start=row.get_start_display(), end=row.get_end_display()),
        _("{why} Session of {day}.").format(why=because(row.reason, row.sessions), day=day),
    )


@dataclass(frozen=True)
class Gap:
    place: str
    person: str
    words: str


def gap_shown(gap: tuple[str, str] | None) -> Gap | None:
    """The check that would tell most, ready to be planned with one press."""
    if gap is None:
        return None
    place, person = gap
    where = str(Setting(place).label)
    words = _("{place}, with {person}").format(place=where, person=person) if person else where
    return Gap(place, person, words)
