"""Say what just happened, with a way to take it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise


def toast(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Shown on the next page for 12 s, or until read. `undo` is the URL its Undo button posts to."""
    messages.success(request, str(text), extra_tags=f"undo:{undo}" if undo else "")
