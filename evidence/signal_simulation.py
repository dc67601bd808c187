"""How often the signal errs, on simulated children whose truth is known.

The rule looks at planned reviews only (sessions 6, 10, 14, 18 of 20). Bars: of children exactly on target at most 10 %
get "adjust?"; of half-speed children 70 % are caught by session 14 and 90 % by 18; of unchanged children 95 % by 14.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from statistics import median

from maypole.cores.progress.simulate import Course, SimulatedChild, children, reviewed

NAME = "signal-simulation"
CHILDREN = 1000
BY = (10.0, 14.0, 18.0)
SPEEDS = {"on_target": 1.0, "half_speed": 0.5, "no_change": 0.0}
NOISES = {
    "noise_10": Course(noise=10.0),
    "noise_6": Course(noise=6.0),
    "noise_15": Course(noise=15.0),
    "noise_10_carry_4": Course(noise=10.0, carry=0.4),
    "tries_10": Course(noise=5.0, trials=10),
    "tries_20": Course(noise=5.0, trials=20),
}


def run(seed: int) -> dict[str, object]:
    """Every kind of child under every kind of noise; the bars are set at noise 10, carry-over .2."""
    counts: dict[str, float] = {"children_each": CHILDREN}
    rows = []
    for noise, course in NOISES.items():
        for kind, speed in SPEEDS.items():
            found = signals(replace(course, speed=speed), seed)
            rows.append((noise, kind, found))
            counts.update({f"{noise}_{kind}_adjust_by_{at:.0f}": found[f"by {at:.0f}"] for at in BY})
    for kind, speed in SPEEDS.items():
        told = [four_points_below(child) for child in children(Course(speed=speed), CHILDREN, seed)]
        counts[f"noise_10_{kind}_four_point_rule_by_16"] = sum(told) / CHILDREN
    passed = (
        counts["noise_10_on_target_adjust_by_18"] <= 0.10
        and counts["noise_10_half_speed_adjust_by_14"] >= 0.70
        and counts["noise_10_half_speed_adjust_by_18"] >= 0.90
        and counts["noise_10_no_change_adjust_by_14"] >= 0.95
    )
    return {"counts": counts, "passed": passed, "page": page(rows, counts)}


def signals(course: Course, seed: int) -> dict[str, float]:
    """Shares of children with "adjust?" by each review, and of what the last review said to the others."""
    by: Counter[float] = Counter()
    last: Counter[str] = Counter()
    for child in children(course, CHILDREN, seed):
        review, judgement = reviewed(child)[-1]
        last[judgement.name] += 1
        by.update(at for at in BY if judgement.name == "adjust" and review <= at)
    shares = {f"by {at:.0f}": by[at] / CHILDREN for at in BY}
    return {**shares, **{name: last[name] / CHILDREN for name in ("keep", "watch", "goal_met")}}


def four_points_below(child: SimulatedChild, last: int = 16) -> bool:
    """The school rule, checked after each session: four points in a row below the aim line."""
    course = child.course
    base = median(point.value for point in child.baseline)
    climb = (course.goal - base) / course.sessions
    below = [point.value < base + climb * point.at for point in child.treatment[:last]]
    return any(all(below[start : start + 4]) for start in range(len(below) - 3))


def page(rows: list[tuple[str, str, dict[str, float]]], counts: dict[str, float]) -> str:
    """The story in Markdown."""
    lines = [
        f"| {noise} | {kind} | " + " | ".join(f"{100 * share:.1f} %" for share in found.values()) + " |"
        for noise, kind, found in rows
    ]
    rule = [f"{100 * counts[f'noise_10_{kind}_four_point_rule_by_16']:.0f} %" for kind in SPEEDS]
    return "\n\n".join([STORY, "\n".join([HEAD, "|" + "---|" * 8, *lines]), COMPARED.format(*rule), LIMITS])


STORY = """Simulated children start at 20 and have a goal of 80 after 20 sessions, with a baseline of five sessions. A
child on target ends exactly at the goal, a half-speed child half way, an unchanged child where it began. The signal is
judged at sessions 6, 10, 14 and 18: shares of children who got "adjust?" by a review, and what the last review said to
the others. The bars hold at noise 10, carry-over .2 (first three rows). The rows with tries count 10 or 20 tries a
session, with noise 5 on top of luck; `carry_4` doubles the carry-over between sessions that the model assumes."""

HEAD = "| noise | child | adjust by 10 | by 14 | by 18 | keep | watch | goal met |"

COMPARED = """For comparison, "four points in a row below the aim line", checked after each session at noise 10, by
session 16: {} of children on target, {} of half-speed and {} of unchanged children."""

LIMITS = """Limits: these children grow in a straight line with normal noise; real ones leap, tire and go on holiday."""
