"""Long campaigns whose outcome is kept in docs/evidence/.

Each module has `NAME` and `run(seed) -> {"counts", "passed", "page"}`. `make evidence ONLY=sigkill`.
"""
