"""The single-case graph: the conventions of the field, found in the drawing itself."""

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maypole.cores.progress.chart import Chart, Labels, Line, Mark, Phase, PhaseKind, chart_of
from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.frame import frame_of, nice_step, session_ticks, ticks
from maypole.cores.progress.graph import clipped, draw, draw_stack
from maypole.cores.progress.paths import label_heights, runs
from maypole.cores.progress.series import Series

SVG = "{http://www.w3.org/2000/svg}"
SHOES = Series.ab(
    [10, 0, 10, 20, 10], [10, 20, 30, 20, 40, 50, 60], case="Maya", measure="Shoes tied", scale="percentage"
)


def tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  our own drawing


def of_class(svg: str, name: str) -> list[ElementTree.Element]:
    return [element for element in tree(svg).iter() if element.get("class") == name]


def words(svg: str) -> list[str]:
    return [element.text or "" for element in tree(svg).iter(f"{SVG}text")]


def marks(values: list[float | None], setting: str = "clinic", start: int = 1) -> tuple[Mark, ...]:
    return tuple(Mark(start + i, value, setting) for i, value in enumerate(values))


def test_percentages_run_from_a_raised_zero_to_a_hundred() -> None:
    svg = draw(SHOES)
    assert {"0", "20", "40", "60", "80", "100"} <= set(words(svg))
    axis = re.fullmatch(r"M([\d.]+) ([\d.]+)V([\d.]+)H([\d.]+)", of_class(svg, "axis")[0].get("d") or "")
    assert axis is not None
    lowest = max(float(point.get("cy") or 0) for point in of_class(svg, "pt"))
    assert lowest == pytest.approx(float(axis[3]) - 12, abs=0.1)


def test_no_path_crosses_the_phase_line() -> None:
    svg = draw(SHOES)
    (line,) = of_class(svg, "phase")
    at = float(line.get("x1") or 0)
    spans = [
        [float(spot.split(",")[0]) for spot in (path.get("points") or "").split()] for path in of_class(svg, "path")
    ]
    assert [len(span) for span in spans] == [5, 7]
    assert max(spans[0]) < at < min(spans[1])


def test_no_path_crosses_a_gap_or_a_session_not_measured() -> None:
    chart = Chart((*marks([1, 2, None, 4, 5]), *marks([6, 7], start=8)))
    assert [[at for at, _ in run] for _, run in runs(chart)] == [[1, 2], [4, 5], [8, 9]]
    every_other = Chart(tuple(Mark(at, 1) for at in (1, 3, 5, 9)))
    assert [[at for at, _ in run] for _, run in runs(every_other)] == [[1, 3, 5]]
    joined = Chart(every_other.marks, gap=9)
    assert len(runs(joined)[0][1]) == 4


def test_a_session_not_measured_says_so_on_the_axis() -> None:
    (gap,) = of_class(draw(Chart(marks([1, None, 3]))), "gap")
    assert gap.findtext(f"{SVG}title") == "Clinic, session 2: not measured"


def test_settings_differ_by_shape_path_and_word() -> None:
    chart = Chart((*marks([1, 2]), *marks([3, 4], "home"), *marks([5, 6], "school"), *marks([7, 8], "pool")))
    svg = draw(chart)
    assert [len(of_class(svg, name)) for name in ("pt", "pt-home", "pt-school", "pt-other")] == [2, 2, 2, 2]
    assert [len(of_class(svg, name)) for name in ("path", "path path--home", "path path--school")] == [2, 1, 1]
    assert {"Clinic", "Home", "School", "pool"} <= set(words(svg))
    assert {"Clinic", "Home", "School", "pool"} <= set(words(draw(chart, width=360)))
    assert "Clinic" not in words(draw(SHOES))


def test_goal_and_aim_line() -> None:
    chart = chart_of(Series.ab([10, 0, 20], [30, 40], scale="percentage", goal=80), goal_at=12)
    svg = draw(chart)
    (aim,) = of_class(svg, "aim")
    frame = frame_of([chart], chart, 760, 479)
    assert float(aim.get("x1") or 0) == pytest.approx(frame.x(3), abs=0.06)
    assert (float(aim.get("y1") or 0), float(aim.get("y2") or 0)) == pytest.approx((frame.y(10), frame.y(80)), abs=0.06)
    assert len(of_class(svg, "goal-mark")) == 2
    assert "Goal 80 %" in words(svg)


def test_words_beside_the_path_keep_off_the_aim_line() -> None:
    """Clinic ends just above the line, home just below it; each word moves away on its own side."""
    both = (*marks([1, 2, 3, 4.1]), *marks([1, 2, 3, 3.9], "home"))
    without = {t.text: float(t.get("y") or 0) for t in of_class(draw(Chart(both, high=9)), "label")}
    aimed = Chart(both, high=9, goal=9.0, goal_at=9.0, aim_from=(1.0, 1.0))
    moved = {t.text: float(t.get("y") or 0) for t in of_class(draw(aimed), "label")}
    assert moved["Home"] > without["Home"]
    assert moved["Clinic"] < moved["Home"] - 16
    past = Chart(both, high=9, goal=4.0, goal_at=4.0, aim_from=(1.0, 1.0))
    assert {t.text: float(t.get("y") or 0) for t in of_class(draw(past), "label")}["Clinic"] == without["Clinic"]


def test_goal_without_a_day_is_a_level_line() -> None:
    (aim,) = of_class(draw(Series.ab([1, 2], [3, 4], goal=6)), "aim")
    assert aim.get("y1") == aim.get("y2")
    (alone,) = of_class(draw(Chart((), goal=4.0)), "aim")
    assert alone.get("y1") == alone.get("y2")
    assert chart_of(Series.ab([], [3, 4], goal=6), goal_at=9).aim_from is None


def test_every_point_opens_its_session_when_there_is_one() -> None:
    chart = Chart((Mark(1, 10.0, href="/s/1?a=1&b=2", name='Session "1"'), Mark(2, 20.0)), unit="%")
    svg = draw(chart)
    (link,) = tree(svg).iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("/s/1?a=1&b=2", 'Session "1"')
    assert [title.text for title in tree(svg).iter(f"{SVG}title")][1:] == ["Clinic, session 2: 20 %"]
    assert (tree(svg).get("role"), tree(draw(SHOES)).get("role")) == ("group", "img")


def test_title_and_description_say_it_in_words() -> None:
    svg = tree(
        draw(chart_of(Series.ab([10, 0], [20, 45.5], case="Maya", measure="Tries", scale="percentage", goal=80)))
    )
    assert svg.get("aria-labelledby") == "chart-title chart-desc"
    assert svg.findtext(f"{SVG}title") == "Maya – Tries"
    assert svg.findtext(f"{SVG}desc") == (
        "Baseline: from session 1 to 2, lowest 0 %, highest 10 %. "
        "Treatment: from session 3 to 4, lowest 20 %, highest 45.5 %. The goal is 80 %."
    )


def test_words_come_from_the_labels() -> None:
    spanish = Labels(session="Sesión", baseline="Línea base", treatment="Terapia", goal="Meta {value}", decimal=",")
    svg = draw(Series.ab([0.5, 1], [1.5, 2], goal=2.25), spanish)
    assert {"Sesión", "Línea base", "Terapia", "Meta 2,25", "0,5"} <= set(words(svg))
    assert spanish.number(-0.001) == "0"


def test_text_from_outside_is_escaped() -> None:
    evil = '<script>alert("x")</script>'
    chart = Chart(
        (Mark(1, 1.0, evil, href='"><script>'), Mark(2, 1.0, name=evil), Mark(3, 1.0, evil)),
        (Phase(1, evil), Phase(2, evil)), measure=evil, title=evil, when=((1, evil),),
    )  # fmt: skip
    for width in (760, 360):
        svg = draw(chart, width=width, ident='"><x')
        assert "<script" not in svg
        assert tree(svg).findtext(f"{SVG}title") == evil


def test_nothing_that_the_content_policy_forbids() -> None:
    svg = draw(chart_of(SHOES, goal_at=20))
    assert not re.search(r"\bstyle=|<style|<script|\bon\w+=", svg)


def test_minor_and_follow_up_lines_are_dashed_and_the_axis_is_broken() -> None:
    chart = Chart(
        (*marks([1, 2, 3, 4]), Mark(40, 4), Mark(41, 5)),
        (Phase(1, "Baseline"), Phase(3, "Card", PhaseKind.MINOR), Phase(40, "Follow-up", PhaseKind.FOLLOW_UP)),
    )
    svg = draw(chart)
    assert (len(of_class(svg, "phase")), len(of_class(svg, "minor"))) == (0, 2)
    frame = frame_of([chart], chart, 760, 479)
    assert frame.x(40) - frame.x(4) == pytest.approx(3 * (frame.x(2) - frame.x(1)))
    long, short = session_ticks(frame)
    assert {4, 41} <= {*long, *short}
    assert not {*long, *short} & set(range(8, 40))
    assert any("m4 0" in (axis.get("d") or "") for axis in of_class(svg, "axis"))


def test_a_near_follow_up_and_one_without_a_session_before_need_no_break() -> None:
    near = Chart(marks([1, 2, 3]), (Phase(1, "A"), Phase(3, "F", PhaseKind.FOLLOW_UP)))
    assert frame_of([near], near, 760, 479).breaks == ()
    first = Chart(marks([1]), (Phase(0, "A"), Phase(1, "F", PhaseKind.FOLLOW_UP)))
    assert frame_of([first], first, 760, 479).breaks == ()
    assert "F" in words(draw(first))


def test_phase_names_that_would_touch_stand_on_two_lines() -> None:
    chart = Chart(marks([1, 2, 3, 4]), (Phase(1, "A long name here"), Phase(2, "Another long name"), Phase(3, "C")))
    heights = [float(t.get("y") or 0) for t in of_class(draw(chart, width=360), "label") if "long" in (t.text or "")]
    assert heights[0] - heights[1] == 16


def test_stack_shares_the_axis_of_sessions() -> None:
    early, late = Series.ab([1, 2], [3, 4, 5, 6]), Series.ab([1, 2, 1, 200], [3, 4])
    svg = draw_stack([early, late])
    first, second = (
        sorted({float(p.get("cx") or 0) for p in group.iter(f"{SVG}circle")})
        for group in tree(svg)
        if group.tag == f"{SVG}g"
    )
    assert first == second
    assert words(svg).count("Session") == 1
    assert draw_stack([]).count("<g") == 0


def test_criterion_lines_end_at_the_edge_of_the_graph() -> None:
    assert clipped(Line(0, 0, 10, 20), 0, 10) == Line(0, 0, 5, 10)
    assert clipped(Line(0, -10, 10, 10), 0, 10) == Line(5, 0, 10, 10)
    assert clipped(Line(0, 30, 10, 20), 0, 10) is None
    chart = Chart(marks([1, 2, 3]), lines=(Line(1, 2, 3, 2), Line(1, 99, 3, 98)), low=0, high=4)
    assert len(of_class(draw(chart), "criterion")) == 1


def test_empty_graph_says_so() -> None:
    svg = draw(Chart(()))
    assert "Nothing measured yet." in words(svg)
    assert tree(svg).findtext(f"{SVG}desc") == "Nothing measured yet."


def test_unit_is_on_the_axis_of_percentages() -> None:
    assert chart_of(SHOES).measure == "Shoes tied (%)"
    assert (
        chart_of(Series.ab([1], [2], scale="percentage", measure="Percentage of tries")).measure
        == "Percentage of tries"
    )
    assert chart_of(Series.ab([1], [2], measure="Hits")).measure == "Hits"


def test_long_records_have_no_short_ticks() -> None:
    chart = Chart(marks([1.0] * 90))
    assert session_ticks(frame_of([chart], chart, 760, 479))[1] == []
    assert 4 <= len(session_ticks(frame_of([chart], chart, 360, 331))[0]) <= 7


def test_labels_keep_a_line_apart() -> None:
    assert label_heights([50, 52, 10]) == [50, 67, 10]


def test_negative_outcomes_have_room() -> None:
    svg = draw(Series.ab([-3, -2], [1, 2]))
    assert "-4" in words(svg) or "-3" in words(svg)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Chart((Mark(math.nan, 1),)),
        lambda: Chart((Mark(1, math.inf),)),
        lambda: Chart((), (Phase(math.nan, "x"),)),
        lambda: Chart((), low=3, high=3),
    ],
)
def test_refused(make: object) -> None:
    assert callable(make)
    with pytest.raises(ProgressError):
        make()


@given(st.floats(1e-6, 1e9), st.integers(2, 12))
def test_steps_are_round_and_few(span: float, most: int) -> None:
    step = nice_step(span, most)
    assert span / step <= most * (1 + 1e-6)
    assert round(step / 10 ** math.floor(math.log10(step) + 1e-9), 6) in {1, 2, 2.5, 5}
    assert len(ticks(0, span, most)) <= most + 1


@given(st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=30), st.sampled_from([360, 760]))
def test_any_outcomes_can_be_drawn(values: list[float | None], width: int) -> None:
    svg = draw(Chart(marks(values), (Phase(1, "A"), Phase(4, "B")), goal=3.0, goal_at=12.0), width=width)
    shown = [value for value in values if value is not None]
    assert len(of_class(svg, "pt")) == len(shown)
    height = float((tree(svg).get("viewBox") or "").split()[3])
    assert all(0 <= float(point.get("cy") or -1) <= height for point in of_class(svg, "pt"))


def test_days_that_would_touch_are_left_out() -> None:
    near = tuple((float(n), f"{n} Oct") for n in (1, 2, 3, 4))
    chart = Chart(marks([1, 2, 3, 4]), (Phase(1, "A"),), goal=5, goal_at=40, when=near)
    assert [word for word in words(draw(chart, width=380)) if "Oct" in word] == ["1 Oct"]


@pytest.mark.parametrize(("goal", "below"), [(100.0, True), (50.0, False)])
def test_a_goal_at_the_top_keeps_off_the_names_of_the_phases(goal: float, below: bool) -> None:
    chart = Chart(marks([10, 20, 30, 100]), (Phase(1, "A"), Phase(3, "B")), unit="percent", goal=goal, goal_at=4)
    svg = draw(chart, width=380)
    mark, label = of_class(svg, "goal-mark")[0], of_class(svg, "aim-label")[0]
    assert (float(label.get("y") or 0) > float(mark.get("cy") or 0)) is below
