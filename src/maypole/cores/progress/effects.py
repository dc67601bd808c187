"""All effect sizes of a series, by the names used in tables and on the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.estimate import Estimate
from maypole.cores.progress.means import pogo, smd, smd_pooled
from maypole.cores.progress.nonoverlap import ird, nap, pand, pem, pnd, tau, tau_u
from maypole.cores.progress.ratios import lor, lrm, lrr_d, lrr_i
from maypole.cores.progress.series import Series
from maypole.cores.progress.tau_bc import tau_bc

EFFECTS: Mapping[str, Callable[[Series], Estimate]] = {
    "NAP": nap,
    "Tau": tau,
    "Tau_U": tau_u,
    "Tau_BC": tau_bc,
    "PND": pnd,
    "PEM": pem,
    "PAND": pand,
    "IRD": ird,
    "LRRi": lrr_i,
    "LRRd": lrr_d,
    "LOR": lor,
    "LRM": lrm,
    "SMD": smd,
    "SMD_pooled": smd_pooled,
    "PoGO": pogo,
}


def effects(series: Series, names: Iterable[str] = tuple(EFFECTS)) -> dict[str, Estimate]:
    """The effects called `names`, each with its standard error and interval where it has one.

    >>> found = effects(Series.ab([1, 2, 1], [4, 5, 6]), ["NAP", "LOR"])
    >>> found["NAP"].value, str(found["LOR"].why)
    (1.0, 'only for percentages and proportions')
    """
    wanted = list(names)
    unknown = [name for name in wanted if name not in EFFECTS]
    if unknown:
        raise ProgressError(f"no effect is called {unknown[0]!r}; there are {', '.join(EFFECTS)}")
    return {name: EFFECTS[name](series) for name in wanted}
