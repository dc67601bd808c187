"""Draw the pictures of the pages about groups, from made-up caseloads. Run: python docs/groups/pictures/draw.py"""

import json
from collections import Counter
from html import escape
from pathlib import Path

from maypole.cores.groups.answer import Answer
from maypole.cores.groups.conflict import conflicts
from maypole.cores.groups.document import problem_from
from maypole.cores.groups.packing import Packer
from maypole.cores.groups.problem import Problem, clock
from maypole.cores.groups.sample import sample
from maypole.cores.groups.solve import solve

HERE = Path(__file__).resolve().parent
INK, QUIET, GRID, BAR, SECOND = "#2b2a33", "#6b6874", "#e4e1ea", "#7a5cc2", "#2f8f83"
DAYS = ("mon", "tue", "wed", "thu", "fri")


def main() -> None:
    problem = problem_from(json.dumps(sample(60, 1, 1, 3)))
    history: list[tuple[str, int, int]] = []
    answer = watched(problem, history)
    for name, body in (
        ("plan", plan(problem, answer)),
        ("conflicts", conflict_bars(problem_from(json.dumps(sample(200, 4, 2, 1))))),
        ("bound", bound(history)),
    ):
        (HERE / f"{name}.svg").write_text(body)


def watched(problem: Problem, history: list[tuple[str, int, int]]) -> Answer:
    """Solve, and note the plan and the bound after each search."""
    search = Packer._search

    def noting(self: Packer, depth: float) -> bool:
        history.append((f"within {depth:.0f}", self.value, self.limit))
        more = search(self, depth)
        history.append((f"within {depth:.0f}, done", self.value, self.limit))
        return more

    Packer._search = noting  # type: ignore[method-assign]
    try:
        return solve(problem)
    finally:
        Packer._search = search  # type: ignore[method-assign]


def svg(width: int, height: int, title: str, parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
    style = f'role="img" font-family="system-ui, sans-serif" font-size="13" fill="{INK}">'
    back = f'<rect width="{width}" height="{height}" fill="#fff"/>'
    return "\n".join([head + style, f"<title>{escape(title)}</title>", back, *parts, "</svg>", ""])


def text(  # noqa: PLR0917
    x: float, y: float, words: object, colour: str = INK, anchor: str = "start", size: int = 13
) -> str:
    place = f'x="{x:.0f}" y="{y:.0f}" fill="{colour}" text-anchor="{anchor}" font-size="{size}"'
    return f"<text {place}>{escape(str(words))}</text>"


def box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.1f}" height="{height:.0f}" rx="4" fill="{colour}"/>'


def plan(problem: Problem, answer: Answer) -> str:
    """A week: a row for each leader and day, a bar for each group."""
    staff = [person.id for person in problem.staff]
    row, left, scale = 24, 110, 1.0
    parts = [
        text(left + (hour * 60 - 480) * scale, 18, clock(hour * 60), QUIET, "middle", 11) for hour in range(8, 19, 2)
    ]
    y = 30
    for day in DAYS:
        for leader in staff:
            groups = [g for g in answer.groups if (g.place.day, g.place.staff) == (day, leader)]
            parts.append(text(10, y + 16, f"{day} · {leader}", QUIET))
            parts.append(f'<line x1="{left}" x2="{left + 600}" y1="{y + 22}" y2="{y + 22}" stroke="{GRID}"/>')
            for group in groups:
                x = left + (group.place.start - 480) * scale
                parts.append(box(x, y, problem.rules.duration_minutes * scale - 2, 20, BAR))
                parts.append(text(x + 21, y + 15, levels(problem, group.place.members), "#fff", "middle", 11))
            y += row
        y += 8
    return svg(left + 620, y + 4, f"{len(answer.groups)} groups in a week", parts)


def levels(problem: Problem, members: tuple[str, ...]) -> str:
    """The members' levels in the skill most of them work on."""
    goals = [goal for member in members for goal in problem.by_id[member].goals]
    skill = Counter(goal.skill for goal in goals).most_common(1)[0][0]
    return " ".join(str(goal.level) for goal in goals if goal.skill == skill)


def conflict_bars(problem: Problem) -> str:
    found = conflicts(problem, solve(problem))
    counts = Counter(broken.rule for conflict in found.values() for broken in conflict)
    most = max(counts.values())
    parts = [
        text(10, 20, f"{len(found)} of {len(problem.children)} children without a group; rules in their conflicts")
    ]
    for number, (rule, count) in enumerate(sorted(counts.items(), key=lambda item: (-item[1], item[0]))):
        y = 34 + 26 * number
        parts += [text(10, y + 15, rule.replace("_", " ")), box(130, y, 400 * count / most, 20, SECOND)]
        parts.append(text(538 + 0 * most, y + 15, count, QUIET))
    return svg(600, 44 + 26 * len(counts), "Rules in the smallest conflicts", parts)


def bound(history: list[tuple[str, int, int]]) -> str:
    """Plan and bound after each search."""
    parts = [text(10, 20, "Points after each search: the plan (purple) and the bound (green)")]
    low = min(value for _, value, _ in history if value) - 40
    high = max(limit for _, _, limit in history)
    for number, (name, value, limit) in enumerate(history):
        y = 36 + 44 * number
        parts.append(text(10, y + 24, name))
        for shift, points, colour in ((0, value, BAR), (17, limit, SECOND)):
            share = max(0.0, (points - low) / (high - low or 1))
            parts += [box(150, y + shift, max(2.0, 330 * share), 15, colour)]
            parts.append(text(490, y + shift + 12, points or "none yet", QUIET, size=11))
    return svg(580, 44 + 44 * len(history), "How bound and plan meet", parts)


if __name__ == "__main__":
    main()
