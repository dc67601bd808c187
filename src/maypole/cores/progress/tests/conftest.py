"""Properties are tried on the same examples each time, and a busy machine is not a failure."""

from hypothesis import settings

settings.register_profile("cores", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("cores")
