"""Every number the forecast and the signal rest on, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForecastConstants:
    """Constants of the plateau + growth mixture."""

    autocorrelation: float = 0.20
    growth_prior: float = 0.50
    plateau_slope_sd: float = 0.03
    growth_slope_mean: float = 0.50
    growth_slope_sd: float = 1.00
    noise_df: float = 4.0
    noise_floor: float = 0.05
    huber: float = 2.5
    tolerance: float = 0.10


@dataclass(frozen=True, slots=True)
class SignalConstants:
    """Thresholds of the signal, from the rule whose error rates `docs/progress/decisions.md` reports."""

    least_treatment: int = 5
    least_baseline: int = 3
    stale_days: int = 28
    agreement: float = 0.80
    delivery: float = 0.80
    fidelity: float = 0.80
    keep: float = 0.70
    adjust: float = 0.10
    adjust_reviews: int = 2
    worse: float = 0.90
    met: float = 0.90
    met_sessions: int = 2
    met_people: int = 2
    recent: int = 3
    least_setting: int = 3
    probes: int = 2
    probe_days: int = 14
    probe_held: float = 0.80
    fade_settings: int = 2


FORECAST = ForecastConstants()
SIGNAL = SignalConstants()
