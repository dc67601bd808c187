"""The same effects for thousands of series at once; every figure equals that of the scalar functions.

>>> from maypole.cores.progress.many import Batch, effects
>>> from maypole.cores.progress.series import Series
>>> found = effects(Batch.of([Series.ab([1, 2, 1], [4, 5]), Series.ab([3, 1], [2, 2, 2, 4])]), ["NAP"])
>>> found["NAP"].value
array([1.   , 0.625])
"""

from maypole.cores.progress.many.batch import Batch
from maypole.cores.progress.many.effects import Estimates, dual_criteria, effects

__all__ = ["Batch", "Estimates", "dual_criteria", "effects"]
