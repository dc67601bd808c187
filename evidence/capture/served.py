"""The real application behind the real application server, as `maypole serve` runs it; with a mutant when asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


def load() -> Callable[..., object]:
    """In the server's own process."""
    from maypole.site.wsgi import application

    if mutant := os.environ.get("CAPTURE_MUTANT"):
        from evidence.capture.mutants import plant

        plant(mutant)
    return application


def main(port: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import MPServer

    from maypole.site.operations.serve import BLOCKING_THREADS

    MPServer(
        "maypole.site.wsgi:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=1,
        blocking_threads=BLOCKING_THREADS, websockets=False, log_level=LogLevels.warning, respawn_failed_workers=True,
    ).serve(target_loader=load, wrap_loader=False)  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]))
