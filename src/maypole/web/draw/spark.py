"""The shape of a goal beside its sentence. To read values, open the chart."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from django.utils.safestring import SafeString

from maypole.web.areas import known
from maypole.web.draw.svg import num, safe, tag

_LEFT, _RIGHT, _END, _TOP, _BOTTOM = 8.0, 154.0, 172.0, 10.0, 58.0


@lru_cache(maxsize=4096)
def spark(
    area: str,
    values: tuple[float | None, ...],
    phases: tuple[int, ...] = (),
    aim: tuple[float, float] | None = None,
    *,
    low: float = 0.0,
    high: float = 100.0,
) -> SafeString:
    """``values`` in order, None where nothing was recorded; ``phases`` are indexes of each phase's first value.

    ``aim`` runs from the last phase line (its first number) to the right edge (its second). The path never
    crosses a phase line or a gap.
    """
    known(area)
    span = (high - low) or 1.0

    def y(value: float) -> float:
        return _BOTTOM - (min(high, max(low, value)) - low) / span * (_BOTTOM - _TOP)

    step = (_RIGHT - _LEFT) / max(1, len(values) - 1)
    lines = [_LEFT + (index - 0.5) * step for index in phases if 0 < index < len(values)]
    parts = []
    if aim is not None:
        parts.append(tag("line", class_="aim", x1=lines[-1] if lines else _LEFT, y1=y(aim[0]), x2=_END, y2=y(aim[1])))
    parts += [tag("line", class_="phase", x1=x, x2=x, y1=4.0, y2=60.0) for x in lines]
    runs = [[(_LEFT + i * step, y(v)) for i, v in run] for run in _runs(values, phases)]
    parts += [tag("polyline", class_="path", points=" ".join(map(_point, run))) for run in runs if len(run) > 1]
    points = [point for run in runs for point in run]
    parts += [tag("circle", class_="dot", cx=x, cy=top, r=2.2) for x, top in points[:-1]]
    parts += [tag("circle", class_="last", cx=x, cy=top, r=4.6) for x, top in points[-1:]]
    return safe(tag("svg", "".join(parts), class_="spark", data_area=area, viewBox="0 0 176 72", aria_hidden="true"))


def _point(point: tuple[float, float]) -> str:
    return f"{num(point[0])},{num(point[1])}"


def _runs(values: Sequence[float | None], phases: Sequence[int]) -> list[list[tuple[int, float]]]:
    """Neighbouring values of one phase."""
    edges = sorted({0, len(values), *(p for p in phases if 0 < p < len(values))})
    runs: list[list[tuple[int, float]]] = []
    for first, after in pairwise(edges):
        run: list[tuple[int, float]] = []
        for index in range(first, after):
            value = values[index]
            if value is None:
                runs.append(run)
                run = []
            else:
                run.append((index, value))
        runs.append(run)
    return [run for run in runs if run]
