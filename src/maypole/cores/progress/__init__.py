"""Is it working? Single-case effects, visual aids, agreement, mastery, forecast and signal; numpy only, no Django.

>>> from maypole.cores.progress import Series
>>> Series.ab([1, 2, 1], [4, 5, 6], case="Ana", measure="words").n_b
3
"""

from maypole.cores.progress.errors import ProgressError
from maypole.cores.progress.series import Improvement, Scale, Series

__all__ = ["Improvement", "ProgressError", "Scale", "Series"]
