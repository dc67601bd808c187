"""The pages of a rule: tried, adopted, proposed, answered, checked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from maypole.mastery import actions
from maypole.mastery.models import MasteryRule, MoveAnswer, MoveProposal, PhaseRule, PlannedProbe
from maypole.plan.models import Goal
from maypole.progress.tests.rows import taught_goal
from tests.cast import Cast

As = Callable[[str], Client]
RULE = {"mastery-level": "8", "mastery-least_tries": "5", "mastery-consecutive": "3", "mastery-people": "1",
        "mastery-places": "1"}  # fmt: skip
PHASES = {"phases-baseline_points": "5", "phases-stable_points": "3", "phases-stable_percent": "20", "phases-wide": "2",
          "phases-wide_sessions": "2", "phases-failed_checks": "1"}  # fmt: skip


def adopted(cast: Cast, goal: Goal, **changed: int) -> PhaseRule:
    by, now = cast.actor("ines"), timezone.now()
    mastery = MasteryRule(goal=goal, **({"level": 6, "consecutive": 2} | changed))
    actions.adopt_mastery(by=by, rule=mastery, why="It lasts.", shown=None, now=now)
    return actions.adopt_phases(by=by, rule=PhaseRule(goal=goal), why="Steady.", now=now)


def test_before_adoption_the_page_says_how_often_the_rule_errs(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)

    page = as_("ines").post(f"/goals/{goal.pk}/rule", RULE | {"preview": "1"})

    assert page.status_code == 200
    html = page.content.decode()
    assert "If Maya can truly do 7 of 10 and no more, this rule still calls it reached within 20 sessions" in html
    assert "52 %" in html
    assert "from the numbers of tries, people and places of the last 12 sessions" in html
    assert html.count("Try it<span") == 3
    assert not MasteryRule.objects.exists()


def test_adopting_keeps_what_was_shown_and_why(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    missing = as_("ines").post(f"/goals/{goal.pk}/rule", RULE)
    assert missing.status_code == 422

    assert as_("ines").post(f"/goals/{goal.pk}/rule", RULE | {"mastery-why": "As agreed."}).status_code == 302

    rule = MasteryRule.objects.get()
    assert (rule.why, rule.tested_level, round(rule.false_chance or 0, 2)) == ("As agreed.", 0.7, 0.52)
    again = as_("ines").post(f"/goals/{goal.pk}/rule", RULE | {"mastery-consecutive": "5", "mastery-why": "Stricter."})
    assert again.status_code == 302
    assert "Stricter." in as_("ines").get(f"/goals/{goal.pk}/rule").content.decode()
    assert MasteryRule.objects.count() == 2


def test_a_rule_is_tried_on_the_past_with_days_and_reasons(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    page = as_("ines").post(
        f"/goals/{goal.pk}/rule", RULE | {"mastery-level": "6", "mastery-consecutive": "2", "preview": "1"}
    )
    html = page.content.decode()
    assert "20 Jan 2026: Baseline → Teaching" in html
    assert "Teaching → Other places and people" in html
    assert "The level was reached as often as the rule asks, after" in html
    assert not MoveProposal.objects.exists()


def test_trying_on_all_goals_names_the_others(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    html = as_("ines").get(f"/goals/{goal.pk}/rule?all=1").content.decode()
    assert "There is no other goal." in html


@pytest.mark.parametrize("who", ["rosa", "okafor", "maya"])
def test_a_family_reads_the_plain_sentence_and_nothing_else(cast: Cast, as_: As, who: str) -> None:
    goal = taught_goal(cast)
    adopted(cast, goal, consecutive=3, people=2)
    html = as_(who).get(f"/goals/{goal.pk}/rule").content.decode()
    assert "We call it reached when it goes 6 of 10 or better in 3 sessions in a row. With 2 different people." in html
    assert "How often it would err" not in html
    assert as_(who).post(f"/goals/{goal.pk}/rule", RULE | {"mastery-why": "x"}).status_code == 403


def test_a_phase_rule_needs_a_mastery_rule_and_a_reason(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    path = f"/goals/{goal.pk}/rule/phases"
    assert as_("ines").post(path, PHASES | {"phases-why": "Steady."}).status_code == 422
    as_("ines").post(f"/goals/{goal.pk}/rule", RULE | {"mastery-why": "As agreed."})
    assert as_("ines").post(path, PHASES).status_code == 422
    assert as_("ines").post(path, PHASES | {"phases-why": "Steady."}).status_code == 302
    assert as_("ines").post(path, PHASES | {"phases-why": "Enough.", "off": "1"}).status_code == 302
    assert [rule.active for rule in PhaseRule.objects.order_by("at")] == [True, False]


def test_a_proposal_is_confirmed_with_one_tap_and_plans_two_checks(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    adopted(cast, goal)
    proposal = MoveProposal.objects.open().get()
    assert "From Teaching to Other places and people?" in as_("ines").get(f"/goals/{goal.pk}").content.decode()

    assert as_("ines").post(f"/moves/{proposal.pk}/confirmation").status_code == 302

    assert goal.phases.latest("starts_at").kind == "generalise"
    assert MoveAnswer.objects.get().by == cast.users["ines"]
    checks = list(PlannedProbe.objects.all())
    assert [check.place for check in checks] == ["home", "school"]
    assert checks[1].due_on - checks[0].due_on == timedelta(days=14)
    as_("ines").post(f"/moves/{proposal.pk}/confirmation")
    assert MoveAnswer.objects.count() == 1


def test_a_no_needs_a_reason(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    adopted(cast, goal)
    proposal = MoveProposal.objects.open().get()
    as_("ines").post(f"/moves/{proposal.pk}/refusal")
    assert MoveProposal.objects.open().exists()
    as_("ines").post(f"/moves/{proposal.pk}/refusal", {"why": "Not at home yet."})
    assert MoveAnswer.objects.get().why == "Not at home yet."
    assert as_("ada").post(f"/moves/{proposal.pk}/confirmation").status_code == 403
    assert as_("jiho").post(f"/moves/{proposal.pk}/confirmation").status_code == 404


def test_a_check_is_planned_shown_late_and_called_off(cast: Cast, as_: As) -> None:
    goal = taught_goal(cast)
    adopted(cast, goal)
    day = timezone.localdate() + timedelta(days=3)
    fields = {"kind": "maintenance", "due_on": day.isoformat(), "place": "school", "with_whom": "Ms Okafor"}
    as_("ines").post(f"/goals/{goal.pk}/probes", fields)
    as_("ines").post(f"/goals/{goal.pk}/probes", fields | {"due_on": "2020-01-01"})
    probe = PlannedProbe.objects.get()
    PlannedProbe.objects.update(due_on=timezone.localdate() - timedelta(days=2))

    assert "2 days late" in as_("ines").get(f"/goals/{goal.pk}").content.decode()
    as_("ines").post(f"/probes/{probe.pk}/end")
    assert PlannedProbe.objects.open().exists()
    as_("ines").post(f"/probes/{probe.pk}/end", {"why": "School is closed."})
    assert "Called off: School is closed." in as_("ines").get(f"/goals/{goal.pk}").content.decode()
