"""The studio's words: every reason, every rule that keeps a child out, and figures that are honest."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from maypole.cores.groups.conflict import RULES
from maypole.cores.groups.facts import Fact
from maypole.cores.groups.rules import Broken
from maypole.groups.actions.arranging import move_child
from maypole.groups.actions.studio import propose
from maypole.groups.board import board_of, told_apart
from maypole.groups.busy import without
from maypole.groups.dose import Dose
from maypole.groups.models import GroupMembership, Proposal, TherapyGroup
from maypole.groups.present_left import WHY, left_out
from maypole.groups.present_prices import prices_of
from maypole.groups.present_proof import against_last_term, by_hand, proof_of
from maypole.groups.present_reasons import LABELS, WORDS, reasons_of
from maypole.groups.present_rules import sentence, short_age, times
from maypole.groups.present_table import cards_of
from maypole.groups.table import bound_holds
from maypole.people.models import Child

from .rows import NOW, caseload, term
from .test_studio import proposed

if TYPE_CHECKING:
    from tests.cast import Cast

NAMES = {"a": "Ana", "b": "Ben", "c": "Cleo"}


@pytest.mark.parametrize(
    ("fact", "label", "text"),
    [
        (Fact("alone", 1, 2, "sharing", ("a", "b")), "Not alone", "All of them practise the same: sharing."),
        (Fact("alone", 1, 3, "sharing", ("a", "b")), "Not alone", "Ana and Ben practise the same: sharing."),
        (Fact("models", 1, 2, "waiting", ("a",)),
         "Models a step ahead", "Ana is a step ahead and can show how: waiting."),
        (Fact("models", 1, 3, "waiting", ("a", "b")),
         "Models a step ahead", "Ana and Ben are a step ahead and can show how: waiting."),
        (Fact("known", 1, 2, who=("a", "b")), "Relationships", "Ana and Ben know each other from last term."),
        (Fact("adult", 1, 2, who=("a",)), "Relationships", "Ana keeps the adult they know: Inés."),
        (Fact("ease", 1, 2), "Ease among peers", "All are of the same age."),
        (Fact("ease", 1, 2, months=1), "Ease among peers", "1 month between the youngest and the oldest."),
        (Fact("wish", 1, 2, who=("a", "b")), "Fun", "Together, as was wished: Ana and Ben."),
        (Fact("practice", 1, 2), "Real-life practice", "As a pair, each gets many turns with another child."),
        (Fact("practice", 1, 3),
         "Real-life practice", "3 children: turns, sharing and rules, as in class or at a party."),
        (Fact("manners", 1, 2, "turn_taking", ("a", "b")),
         "Boundaries", "It takes another child to practise it with: taking turns (Ana and Ben)."),
        (Fact("cheer", 1, 2, "rules", ("a", "b")),
         "Encouragement", "Ana and Ben are at the same step and can cheer each other on: games with rules."),
    ],
    ids=lambda given: given.kind if isinstance(given, Fact) else "",
)  # fmt: skip
def test_each_fact_is_told_with_what_groups_are_for(fact: Fact, label: str, text: str) -> None:
    told = reasons_of((fact,), NAMES, "Inés")[0]

    assert (told.label, told.text, told.minds) == (label, text, False)


@pytest.mark.parametrize("fact", [Fact("flat", 1, 3), Fact("practice", 1, 5)], ids=["flat", "large"])
def test_what_speaks_against_a_group_is_marked(fact: Fact) -> None:
    assert reasons_of((fact,), NAMES, "Inés")[0].minds


def test_every_kind_of_fact_has_words_and_a_purpose() -> None:
    assert set(WORDS) == set(LABELS)


def test_every_rule_that_keeps_a_child_out_has_words() -> None:
    assert set(WHY) == {*RULES, "worth"}


@pytest.mark.parametrize("rule", sorted({*RULES, "worth"}))
def test_every_rule_says_what_would_help(cast: Cast, rule: str) -> None:
    proposal = proposed(cast, 4)
    child = proposal.places[0]["members"][0]
    move_child(by=cast.actor("lena"), proposal=proposal, child=child, to="", edition=proposal.edition)
    board = board_of(proposal)
    board.kept_out[child] = [Broken(rule, "")]

    told = left_out(board)[0]

    assert told.why == (str(WHY[rule]),)
    assert len(told.helps) == 1
    assert "%(" not in told.helps[0]


@pytest.mark.parametrize(
    "rule", ["staff", "room", "staff_busy", "room_busy", "max_groups", "slot", "avoid", "available"]
)
def test_a_broken_rule_is_a_sentence_with_names(rule: str) -> None:
    told = sentence(Broken(rule, "", ("a", "b"), 3, 2), NAMES)

    assert told[0].isupper()
    assert told.endswith(".")
    assert "%(" not in told
    assert rule == "slot" or "Ana" in told


def test_a_move_that_costs_and_one_that_is_stuck(cast: Cast) -> None:
    proposal = proposed(cast)
    child = proposal.places[0]["members"][0]

    out = next(price for price in prices_of(board_of(proposal), child) if not price.to)
    proposal.places[0]["locked"] = True
    stuck = prices_of(board_of(proposal), child)

    assert out.may
    assert out.tone == "sun"
    assert out.total.startswith("\N{MINUS SIGN}")
    assert out.headline == "Allowed, but it costs as much as a child’s place."
    assert not any(price.may for price in stuck)


def test_the_price_is_the_difference_of_two_tables(cast: Cast) -> None:
    proposal = proposed(cast)
    child, before = proposal.places[0]["members"][0], board_of(proposal).table.worth
    price = next(price for price in prices_of(board_of(proposal), child) if not price.to)

    move_child(by=cast.actor("lena"), proposal=proposal, child=child, to="", edition=proposal.edition)

    assert board_of(proposal).table.worth - before == -int(price.total[1:])
    assert proof_of(board_of(proposal)).title == f"{price.total[1:]} points below the best possible"
    assert [change.now for change in by_hand(board_of(proposal))] == ["in no group"]


def test_a_plan_without_proof_says_so(cast: Cast) -> None:
    proposal = proposed(cast, 4)
    proposal.best |= {"status": "feasible", "bound": proposal.best["objective"] + 100}

    proof = proof_of(board_of(proposal))

    assert proof.title == "Good, and not proven best"
    assert proof.tone == "sun"
    assert "more than 2.15 % above" in proof.text  # 100 of 4,655 points, rounded up


def test_locks_that_are_gone_take_the_proof_with_them() -> None:
    lock = {"members": ["a", "b"], "staff": "t", "room": "r", "day": "mon", "start": "14:00"}

    assert bound_holds({"locked": [lock]}, [lock | {"locked": True}])
    assert not bound_holds({"locked": [lock]}, [lock | {"locked": False}])
    assert not bound_holds({"locked": [lock]}, [lock | {"locked": True, "members": ["a", "b", "c"]}])


def test_compared_with_last_term_it_says_who_stays_together(cast: Cast) -> None:
    children = caseload(cast, 4)
    owner = {"organisation": cast.clinic, "by": cast.users["lena"]}
    spring = term(cast, "Spring", date(2026, 2, 2))
    crew = TherapyGroup.objects.create(
        **owner, term=spring, site=cast.site, discipline="OT", name="Kitchen Crew", staff=cast.staff["ines"],
        room=cast.room, weekday=0, begins=time(14),
    )  # fmt: skip
    for child in children[:2]:
        GroupMembership.objects.create(
            **owner, group=crew, child=child, way="trial", starts_on=spring.starts_on, ends_on=spring.ends_on,
            left_by=cast.users["lena"], left_at=NOW, left_why="End of term",
        )  # fmt: skip

    board = board_of(proposed_with(cast))

    told = against_last_term(board)
    assert [(row.name, row.was) for row in told] == [("Ana", "Kitchen Crew"), ("Ben", "Kitchen Crew")]
    assert told[0].keeps.startswith("with Ben, the adult")
    assert "Of 2 from last term: 2 keep company, 2 the adult" in cards_of(board)[0].kept


def proposed_with(cast: Cast) -> Proposal:
    return propose(by=cast.actor("lena"), term=term(cast), site=cast.site, discipline="OT", now=NOW)


def test_levels_stand_in_five_cells(cast: Cast) -> None:
    proposal = proposed(cast, 4)

    skill = cards_of(board_of(proposal))[0].skills[0]

    assert skill.name == "Taking turns"
    assert [names for _word, names in skill.cells] == ["Ana", "Ben", "Cleo", "Dov", ""]
    assert skill.cells[4][0] == "can show others"


def test_tries_are_shared_by_the_children_of_a_group() -> None:
    dose = Dose(tries=60, minutes=90)

    assert dose.alone(45) == 30
    assert [dose.in_group(45, size) for size in (2, 3, 5)] == [15, 10, 6]


def test_two_of_one_name_are_told_apart() -> None:
    rows = [Child(id=uuid4(), given_name="Ana", family_name=name) for name in ("Bell", "Cole", "Cook")]

    names = told_apart([*rows, other := Child(id=uuid4(), given_name="Ben")])

    assert [names[row.pk] for row in rows] == ["Ana B.", "Ana Cole", "Ana Cook"]
    assert names[other.pk] == "Ben"


@pytest.mark.parametrize(
    ("busy", "left"),
    [
        (("mon", "14:00", "14:45"), {"mon": [["13:00", "14:00"], ["14:45", "17:00"]]}),
        (("mon", "12:00", "13:30"), {"mon": [["13:30", "17:00"]]}),
        (("mon", "12:00", "18:00"), {}),
        (("tue", "14:00", "14:45"), {"mon": [["13:00", "17:00"]]}),
        (("mon", "17:00", "17:45"), {"mon": [["13:00", "17:00"]]}),
    ],
)
def test_a_busy_time_is_cut_out_of_a_week(busy: tuple[str, str, str], left: dict[str, list[list[str]]]) -> None:
    assert without({"mon": [["13:00", "17:00"]]}, [busy]) == left


def test_times_and_ages_are_told_shortly() -> None:
    assert times(((), (), (), (), ((540, 660),), (), ())) == "Friday 09:00–11:00"
    assert short_age(64) == "5 y 4"
