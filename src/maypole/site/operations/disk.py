"""What the data folder stands on: how much room there is, and whether SQLite may trust it."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path

NETWORK = frozenset(
    {"afs", "ceph", "cifs", "davfs", "glusterfs", "gpfs", "lustre", "ncpfs", "nfs", "nfs4", "smb2", "smb3", "smbfs"}
    | {f"fuse.{kind}" for kind in ("ceph", "davfs2", "gcsfuse", "glusterfs", "rclone", "s3fs", "sshfs")}
)
"""Locks and shared memory don't hold there, and SQLite needs both: two machines would write over each other."""

LEAST_BYTES = 1_000_000_000


@dataclass(frozen=True)
class Room:
    """Bytes free, and the part of the disk that is."""

    free: int
    share: float

    @property
    def problem(self) -> str | None:
        if self.free < LEAST_BYTES:
            return f"only {self.free / 1e6:.0f} MB are left; the clinic stops when the disk is full"
        return None


def room(folder: Path) -> Room:
    usage = shutil.disk_usage(folder)
    return Room(usage.free, usage.free / usage.total if usage.total else 0.0)


def file_system(folder: Path, mounts: str | None = None) -> str:
    """The type of file system that `folder` is on, from /proc/mounts; empty where that isn't told."""
    if mounts is None:
        table = Path("/proc/mounts")
        mounts = table.read_text() if table.exists() else ""
    where = folder.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(fields[1].replace("\\040", " "))
        # Of two mounts on the same point the later one is in force.
        if where.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind


def network_problem(folder: Path, mounts: str | None = None) -> str | None:
    """Why SQLite must not work in this folder, or None."""
    kind = file_system(folder, mounts)
    if kind in NETWORK:
        return f"{folder} is on a network file system ({kind}), where SQLite loses data; use a local disk or PostgreSQL"
    return None


def open_to_others(folder: Path) -> list[Path]:
    """Of the folder, its database and its keys, what other accounts of this machine may read."""
    candidates = [folder, *folder.glob("keys/*")]
    return [path for path in candidates if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077]
