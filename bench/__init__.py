"""Measurements: each module's `run() -> dict` prints its tables and returns its figures. `make bench ONLY=progress`."""
