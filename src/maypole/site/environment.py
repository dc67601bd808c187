"""Every setting: an environment variable, its default, and what it does. `maypole check` lists what is in force."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str

    @property
    def value(self) -> str:
        return os.environ.get(self.name, self.default)


VARIABLES: tuple[Variable, ...] = (
    Variable("MAYPOLE_DATA", ".data", "folder that holds everything the clinic has: database, files, keys"),
    Variable("MAYPOLE_DATABASE_URL", "", "postgres://user:password@host:port/name; empty means SQLite in MAYPOLE_DATA"),
    Variable("MAYPOLE_HOSTS", "127.0.0.1,localhost,[::1]", "names the server answers to, separated by commas"),
    Variable("MAYPOLE_HTTPS", "", "1 when browsers reach Maypole by https: secure cookies and HSTS"),
    Variable("MAYPOLE_PROXIES", "0", "how many reverse proxies of yours stand before Maypole and add X-Forwarded-For"),
    Variable("MAYPOLE_LANGUAGE", "en", "language before a person chose one: en or es"),
    Variable("MAYPOLE_TIME_ZONE", "UTC", "time zone before an organisation set its own"),
    Variable("MAYPOLE_EMAIL_URL", "", "smtp://user:password@host:port; empty writes mails to MAYPOLE_DATA/mail"),
    Variable("MAYPOLE_FROM", "Maypole <maypole@localhost>", "sender of mails"),
    Variable("MAYPOLE_ADDRESS", "", "address families type, as https://care.example: links in mails nobody asked for"),
    Variable("MAYPOLE_SECRET_KEY", "", "signs cookies; empty keeps one in MAYPOLE_DATA/keys/secret"),
    Variable("MAYPOLE_DEBUG", "", "1 shows error details; never with real records"),
)
_BY_NAME = {variable.name: variable for variable in VARIABLES}


def env(name: str) -> str:
    return _BY_NAME[name].value


def data_dir() -> Path:
    return Path(env("MAYPOLE_DATA")).resolve()


def secret_key(data: Path) -> str:
    """The signing key: from the environment, else kept in the data folder and made on first use."""
    if given := env("MAYPOLE_SECRET_KEY"):
        return given
    path = data / "keys" / "secret"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.parent.mkdir(exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def is_demo(data: Path) -> bool:
    """Whether `maypole demo` made this data folder; then it is served under this machine's own names only."""
    return (data / "demo.json").exists()


SQLITE_START = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;PRAGMA recursive_triggers=ON;"
)


def database(data: Path) -> dict[str, object]:
    """Django's database dictionary: PostgreSQL by MAYPOLE_DATABASE_URL, else SQLite as it was measured."""
    url = env("MAYPOLE_DATABASE_URL")
    if not url:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        return {
            "ENGINE": "maypole.site.sqlite",
            "NAME": str(data / "maypole.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(f"MAYPOLE_DATABASE_URL: {parts.scheme}:// is not known; use postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def email(data: Path) -> dict[str, object]:
    """Django's e-mail settings, from MAYPOLE_EMAIL_URL or files in the data folder."""
    url = urlsplit(env("MAYPOLE_EMAIL_URL"))
    if not url.scheme:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": str(data / "mail"),
        }
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname or "localhost",
        "EMAIL_PORT": url.port or 587,
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_TLS": url.scheme == "smtp",
    }
