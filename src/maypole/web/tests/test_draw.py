"""Drawings: well-formed, escaped, and true to what they are given."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.web.areas import AREAS
from maypole.web.draw.avatar import avatar, staff_avatar
from maypole.web.draw.bow import bow, hang
from maypole.web.draw.braid import braid
from maypole.web.draw.budget import budget, steps
from maypole.web.draw.goalline import goalline
from maypole.web.draw.maypole import maypole
from maypole.web.draw.spark import spark
from maypole.web.icons import BRAND_MARK, ICONS, icon, sprite

CODES = tuple(area.code for area in AREAS)
NASTY = "<script>\"&'"
EVERY: dict[str, Callable[[], str]] = {
    "braid": lambda: braid(()),
    "braid of a child": lambda: braid(CODES[:3]),
    "braid of one": lambda: braid(CODES[:1]),
    "braid of all": lambda: braid(CODES),
    "avatar": lambda: avatar(NASTY, CODES, "l"),
    "avatar of nobody": lambda: avatar("", (), "s"),
    "staff": lambda: staff_avatar(NASTY),
    "goal": lambda: goalline("play", 55.5, (20, 40), start=NASTY, end=NASTY, today=NASTY),
    "spark": lambda: spark("play", (1, None, 3, 4), (2,), (1, 9), low=0, high=10),
    "empty spark": lambda: spark("play", ()),
    "bow": lambda: bow("feeding"),
    "hang": lambda: hang(CODES),
    "budget": lambda: budget("play", 35, 4, 15),
    "steps": lambda: steps(3, 8, NASTY),
    "maypole": maypole,
    "sprite": sprite,
    "brand": lambda: BRAND_MARK,
}


def tree(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(markup)  # noqa: S314 (made by our own drawings)


def parts(markup: str, name: str) -> list[ElementTree.Element]:
    """Elements of this class or tag."""
    return [e for e in tree(markup).iter() if name in (e.tag, *e.get("class", "").split())]


@pytest.mark.parametrize("name", EVERY)
def test_every_drawing_is_well_formed_and_escaped(name: str) -> None:
    markup = EVERY[name]()

    tree(markup)
    assert "<script" not in markup
    assert "style=" not in markup


def test_icons_are_there_or_refused() -> None:
    symbols = parts(sprite(), "symbol")

    assert {symbol.get("id") for symbol in symbols} == {f"i-{name}" for name in ICONS}
    assert 'href="#i-alert"' in icon("alert")
    with pytest.raises(ValueError, match="unknown icon 'nothing'"):
        icon("nothing")


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda: braid(("x",)), id="braid"),
        pytest.param(lambda: bow("x"), id="bow"),
        pytest.param(lambda: avatar("A", ("x",)), id="avatar"),
        pytest.param(lambda: spark("x", (1,)), id="spark"),
    ],
)
def test_an_unknown_area_is_refused_everywhere(draw: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match="unknown skill area 'x'"):
        draw()


def test_the_ring_of_an_avatar_is_cut_evenly() -> None:
    (three,) = {ring.get("stroke-dasharray") for ring in parts(avatar("Maya", CODES[:3]), "ring")}

    assert three == "82 263.9"
    assert len(parts(avatar("Maya", CODES[:3]), "ring")) == 3
    assert parts(avatar("maya", ()), "b")[0].text == "M"


@given(st.floats(-50, 200), st.lists(st.floats(-50, 200), max_size=5))
def test_a_goal_line_stays_inside_its_box(lived: float, knots: list[float]) -> None:
    drawn = goalline("play", lived, tuple(knots), start="a", end="b", today="today")
    places = [float(e.get("cx", "0").rstrip("%")) for e in parts(drawn, "knot")]

    assert all(0 <= place <= 100 for place in places)
    assert len(places) == len(knots) + 1


@pytest.mark.parametrize(("lived", "anchor"), [(0, "start"), (10, "start"), (50, "middle"), (90, "end"), (100, "end")])
def test_today_is_written_inwards_near_the_ends(lived: float, anchor: str) -> None:
    (today,) = parts(goalline("play", lived, (), start="a", end="b", today="today"), "now")

    assert today.get("text-anchor") == anchor


def test_the_path_of_a_spark_never_crosses_a_phase_or_a_gap() -> None:
    drawn = spark("play", (1, 2, 3, 4, None, 6, 7), (2,), low=0, high=10)
    runs = [len(path.get("points", "").split()) for path in parts(drawn, "path")]

    assert runs == [2, 2, 2]
    assert len(parts(drawn, "dot")) == 5
    assert len(parts(drawn, "last")) == 1
    assert len(parts(drawn, "phase")) == 1


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=40))
def test_a_spark_stays_inside_its_box(values: list[float | None]) -> None:
    drawn = spark("play", tuple(values), low=0, high=100)
    heights = [float(e.get("cy", "0")) for e in parts(drawn, "circle")]

    assert all(10 <= height <= 58 for height in heights)
    assert len(heights) == sum(value is not None for value in values)


def test_a_spark_of_equal_bounds_does_not_divide_by_zero() -> None:
    assert parts(spark("play", (3, 3), low=3, high=3), "last")


@pytest.mark.parametrize(("done", "full"), [(0, 0), (1, 1), (15, 1), (16, 2), (60, 4), (500, 4)])
def test_a_budget_fills_its_days_in_order(done: int, full: int) -> None:
    assert len(parts(budget("play", done, 4, 15), "slot-full")) == full


def test_a_budget_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="0 days of 15"):
        budget("play", 5, 0, 15)


def test_steps_say_where_you_are() -> None:
    drawn = steps(3, 8, "Question 3 of 8")

    assert [len(parts(drawn, name)) for name in ("st-done", "st-now", "st-todo")] == [2, 1, 5]
    assert tree(drawn).get("aria-label") == "Question 3 of 8"


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 9])
def test_the_braid_joins_where_its_tile_repeats(count: int) -> None:
    (pattern,) = parts(braid(CODES[:count]), "pattern")
    strands = [path for path in pattern.iter() if path.get("class") == "strand"]

    assert float(pattern.get("width", "0")) == 84
    assert len(strands) == 6
    assert {strand.get("data-area") for strand in strands} == set(CODES[: min(count, 3)])
