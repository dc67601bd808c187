"""The few strings every drawing is made of. Numbers are kept short: a page carries many of them."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def num(value: float) -> str:
    """One decimal, without a trailing zero: 7.0 -> "7", 2.64 -> "2.6"."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def tag(name: str, body: str = "", /, **attributes: str | float) -> str:
    """An element. Attribute values are escaped; ``class_`` and ``stroke_width`` become ``class`` and ``stroke-width``.

    ``body`` is markup already made by ``tag`` or ``text``.
    """
    parts = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{num(value) if isinstance(value, (int, float)) else escape(value)}"'
        for key, value in attributes.items()
    )
    return f"<{name}{parts}>{body}</{name}>" if body else f"<{name}{parts}/>"


def words(value: str) -> str:
    """Text content, escaped."""
    return str(escape(value))


def safe(markup: str) -> SafeString:
    """The one place where a drawing is declared safe: everything in it went through ``tag`` and ``words``."""
    return mark_safe(markup)  # noqa: S308 (built by tag() and words(), which escape)
