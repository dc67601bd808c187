"""Events in a graph: numbered, banded where they last, told in the description."""

from __future__ import annotations

from dataclasses import replace

import pytest

from maypole.cores.progress import ProgressError
from maypole.cores.progress.chart import Chart, Event, Mark
from maypole.cores.progress.graph import draw

GRAPH = Chart(tuple(Mark(float(at), 10.0 * at) for at in range(1, 9)), low=0.0, high=100.0)


def test_an_event_has_a_line_a_number_and_a_sentence() -> None:
    svg = draw(replace(GRAPH, events=(Event(2.5, "Flu <week>", 3.5), Event(6.0, "New class"))))
    assert svg.count('class="event"') == svg.count('class="event-no"') == 2
    assert svg.count('class="event-days"') == 1
    assert "Event 1: Flu &lt;week&gt;. Event 2: New class." in svg


def test_an_event_outside_the_graph_is_drawn_at_its_edge() -> None:
    inside = draw(replace(GRAPH, events=(Event(1e6, "Later"),)))
    assert 'x1="1000' not in inside
    assert 'class="event"' in inside


def test_without_events_the_graph_is_as_before() -> None:
    assert draw(GRAPH) == draw(replace(GRAPH, events=()))
    assert "event" not in draw(GRAPH)


def test_numbers_of_events_on_one_day_stand_below_each_other() -> None:
    svg = draw(replace(GRAPH, events=(Event(4.0, "One"), Event(4.0, "Two"))))
    heights = {part.split('y="')[1].split('"')[0] for part in svg.split('class="event-no"')[1:]}
    assert len(heights) == 2


def test_an_event_needs_a_finite_place() -> None:
    with pytest.raises(ProgressError):
        replace(GRAPH, events=(Event(float("nan"), "x"),))
