"""The nine skill areas: a code, a name in the reader's language, and a weave (look.md, "ribbon")."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Area(NamedTuple):
    code: str
    name: Promise
    weave: str  # the thread's shape in a 16 x 16 tile; its colour comes from areas.css


_STITCH = '<rect class="w-thread" x="2" y="6.4" width="10" height="3.2" rx="1.6"/>'
_CHEVRON = '<path class="w-line" d="M3 1l7 7-7 7" stroke-width="3.4"/>'
_WAVE = '<path class="w-line" d="M-4 8Q0 14 4 8T12 8T20 8" stroke-width="2.8"/>'
_HOLE = "a1.05 1.05 0 1 1 0 2.1a1.05 1.05 0 1 1 0-2.1z"
_BUTTON = (
    '<path class="w-thread" fill-rule="evenodd" d="M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z'
    f'M6.1 5.05{_HOLE}M6.1 8.85{_HOLE}M9.9 5.05{_HOLE}M9.9 8.85{_HOLE}"/>'
)
_LINK = (
    '<g class="w-line" stroke-width="1.8"><ellipse cx="0" cy="8" rx="5" ry="3.7"/>'
    '<ellipse cx="8" cy="8" rx="5" ry="3.7"/><ellipse cx="16" cy="8" rx="5" ry="3.7"/></g>'
)
_CHECK = '<path class="w-thread" d="M0 0h8v8H0zM8 8h8v8H8z"/>'
_SEED = '<path class="w-thread" d="M2.5 13.5Q2 4 13.5 2.5Q14 12 2.5 13.5z"/>'
_BUNTING = '<path class="w-thread" d="M1 2.5h14L8 14z"/>'
_VOICE = '<path class="w-line" d="M2 6v4M6 2.5v11M10 5v6M14 7v2" stroke-width="2.1" stroke-linecap="round"/>'

AREAS = (
    Area("fine_motor", _("Fine motor"), _STITCH),
    Area("gross_motor", _("Gross motor"), _CHEVRON),
    Area("sensory", _("Sensory"), _WAVE),
    Area("self_care", _("Self-care"), _BUTTON),
    Area("social_emotional", _("Social-emotional"), _LINK),
    Area("cognitive_attention", _("Cognitive & attention"), _CHECK),
    Area("feeding", _("Feeding"), _SEED),
    Area("play", _("Play"), _BUNTING),
    Area("speech_language", _("Speech & communication"), _VOICE),
)
BY_CODE = {area.code: area for area in AREAS}


def known(code: str) -> str:
    """Return the code unchanged; an unknown one would draw an invisible ribbon, so it is refused."""
    if code not in BY_CODE:
        raise ValueError(f"unknown skill area {code!r}; known: {', '.join(BY_CODE)}")
    return code
