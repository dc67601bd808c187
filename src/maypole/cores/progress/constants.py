"""Every number the forecast and the signal rest on, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForecastConstants:
    """Constants of the plateau + growth mixture.

    Fitted on the development series only (360 forecasts on 62 published phases of 15 data sets). Some 3,000 random
    settings were scored there by log score; the best reached .352, with a standard error over data sets of .036. Among
    those within one standard error that also keep the calibration bar and the simulated error rates of
    `docs/evidence/signal-simulation.md`, a wider one was taken (log score .361), because the development series are few
    and mostly successes, and then rounded. A second digit carries no meaning.

    autocorrelation: not fitted. .20 is the mean of published series (Shadish & Sullivan 2011); every point counts
        (1 - .2) / (1 + .2) of an independent one.
    growth_prior: not fitted. Even odds, until a clinic's own finished goals say otherwise
        (`calibration.learned_growth_prior`).
    plateau_slope_sd: drift of a levelled-off series per session, in its own standard deviations. Fitted.
    growth_slope_mean, growth_slope_sd: slope of a growing series, in slopes of the aim line (baseline at the first
        session to goal at the due date). Fitted: .65, so growth is expected to be slower than planned.
    wander: how far the level strays by itself, in standard deviations per square root of a session ahead. Fitted.
    noise_df: how many points' worth of belief the series' own robust scatter gets. Fitted.
    noise_floor: least noise, as a share of the way from baseline to goal; a flat start is not a promise. Fitted.
    huber: residuals beyond this many standard deviations count less (Huber 1964). Fitted.
    odd: residuals beyond this many are named as odd sessions. Convention.
    tolerance: "reached" means within this share of the way from the goal; progress.md 5.2.
    """

    autocorrelation: float = 0.20
    growth_prior: float = 0.50
    plateau_slope_sd: float = 0.04
    growth_slope_mean: float = 0.65
    growth_slope_sd: float = 0.30
    wander: float = 0.15
    noise_df: float = 4.0
    noise_floor: float = 0.07
    huber: float = 2.0
    odd: float = 3.0
    tolerance: float = 0.10


@dataclass(frozen=True, slots=True)
class SignalConstants:
    """Thresholds of the signal. Conventions, not fits; `docs/progress/decisions.md` says how often they err.

    least_treatment, least_baseline: sessions below which nothing is said (5 and 3; single-case standards ask for 5, or
        3 "with reservations": What Works Clearinghouse).
    stale_days: data older than this say little about today.
    agreement: of two observers (convention of single-case standards: .80).
    delivery, fidelity: share of planned visits and of planned steps below which a plan cannot be judged.
    keep, adjust: chance of reaching the goal above which to keep, below which a review is "low".
    adjust_reviews: low reviews in a row before "adjust?"; one alone is wrong for a quarter of children on target.
    worse: chance of being below baseline that speaks at once.
    met, met_sessions, met_people: chance that the level is at the goal, in how many sessions and with how many people.
    recent: sessions that make "now". least_setting: sessions below which another setting says nothing.
    probes, probe_days, probe_held, fade_settings: checks that have to hold before fading, how far apart, with what
        chance, and in how many settings. plateau_days: four months without gain on any goal call for the team.
    """

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
    plateau_days: int = 120


FORECAST = ForecastConstants()
SIGNAL = SignalConstants()
