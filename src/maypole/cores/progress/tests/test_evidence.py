"""The bars that the evidence pages report, on a smaller scale so that every change is held to them."""

from evidence import forecast_quality
from maypole.cores.progress.simulate import Course, children, reviewed
from maypole.cores.progress.tests.published import DATA, needs_data


def caught(speed: float, count: int = 250) -> dict[float, float]:
    ends = [reviewed(child)[-1] for child in children(Course(speed=speed), count, seed=77)]
    return {by: sum(j.name == "adjust" and at <= by for at, j in ends) / count for by in (14.0, 18.0)}


def test_children_on_target_are_rarely_told_to_change() -> None:
    assert caught(1.0)[18.0] <= 0.10


def test_half_speed_and_unchanged_children_are_caught() -> None:
    half, none = caught(0.5), caught(0.0)
    assert half[14.0] >= 0.68
    assert half[18.0] >= 0.90
    assert none[14.0] >= 0.95


@needs_data
def test_forecasts_keep_their_bars_on_the_development_series() -> None:
    found = forecast_quality.run(1)
    assert found["passed"] is True
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert counts["development_brier"] <= 0.175
    assert counts["development_worst_gap_of_bins_of_50"] <= 0.12


@needs_data
def test_unseen_series_are_forecast_better_than_by_simple_rules() -> None:
    counts = forecast_quality.measured("x", [c for c in forecast_quality.published(DATA) if not c.development])
    assert counts["x_brier"] < 0.19
    assert counts["x_brier"] < min(counts[f"x_brier_{rule}"] for rule in forecast_quality.RULES)
    assert counts["x_worst_gap_of_bins_of_50"] < 0.12
