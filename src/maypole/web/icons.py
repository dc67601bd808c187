"""Our own line icons, 24 x 24, drawn once in a sprite that every page carries; stroke and size come from icon.css."""

from __future__ import annotations

from functools import cache

from django.utils.safestring import SafeString, mark_safe

from maypole.web.areas import AREAS

ICONS = {
    "alert": '<path d="M12 3.5L2.5 20.5h19zM12 10v5M12 17.8v.1"/>',
    "arrow": '<path d="M4.5 12h15M13.5 6l6 6-6 6"/>',
    "back": '<path d="M19.5 12h-15M10.5 6l-6 6 6 6"/>',
    "bag": '<path d="M5 8.5h14l1 12H4zM8.5 8.5V7a3.5 3.5 0 0 1 7 0v1.5"/>',
    "book": '<path d="M12 6.5c-2-1.7-4.6-2-8-2v13.5c3.4 0 6 .3 8 2 2-1.7 4.6-2 8-2V4.5c-3.4 0-6 .3-8 2zM12 6.5V20"/>',
    "chat": '<path d="M4 5.5h16v11H10l-4.5 4v-4H4z"/>',
    "check": '<path d="M4.5 12.5l5 5 10-11"/>',
    "child": '<circle cx="12" cy="7.5" r="3.5"/><path d="M5 20.5c.6-4.6 3.3-6.5 7-6.5s6.4 1.9 7 6.5"/>',
    "clinic": '<path d="M4 20.5V9l8-5.5L20 9v11.5zM12 9.5v6M9 12.5h6"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5.3l3.5 2"/>',
    "close": '<path d="M5.5 5.5l13 13M18.5 5.5l-13 13"/>',
    "cloud": (
        '<path d="M7 18.5a4.2 4.2 0 0 1-.4-8.4A5.8 5.8 0 0 1 18 9.7a4.4 4.4 0 0 1-.5 8.8z"/><path d="M9.5'
        ' 14l2 2 3.5-3.8"/>'
    ),
    "down": '<path d="M12 4.5v15M6 13.5l6 6 6-6"/>',
    "edit": '<path d="M4.5 19.5l1-4.5L16 4.5l3.5 3.5L9 18.5zM13.5 7l3.5 3.5"/>',
    "eye": (
        '<path d="M2.5 12C6 6.5 9 5 12 5s6 1.5 9.5 7c-3.5 5.5-6.5 7-9.5 7s-6-1.5-9.5-7z"/><circle cx="12"'
        ' cy="12" r="3"/>'
    ),
    "flat": '<circle cx="12" cy="12" r="9"/><path d="M8.5 15.5h7M9 9v.2M15 9v.2" stroke-width="2.2"/>',
    "globe": (
        '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c-5 5.5-5 11.5 0 17M12 3.5c5 5.5 5 11.5 0 17"/>'
    ),
    "grip": '<path d="M9 6v.1M9 12v.1M9 18v.1M15 6v.1M15 12v.1M15 18v.1" stroke-width="3"/>',
    "group": (
        '<circle cx="8" cy="8.5" r="2.8"/><circle cx="16.5" cy="9.5" r="2.3"/><path d="M2.5 19c.5-3.6 2.6-5'
        ' 5.5-5s5 1.4 5.5 5M14.5 14.6c3.8-.8 6.3.6 7 3.9"/>'
    ),
    "heart": '<path d="M12 20S3.5 14.5 3.5 9a4.4 4.4 0 0 1 8.5-1.7A4.4 4.4 0 0 1 20.5 9c0 5.5-8.5 11-8.5 11z"/>',
    "home": '<path d="M3.5 11L12 4l8.5 7M6 9.5v10.5h12V9.5M10 20v-5.5h4V20"/>',
    "inbox": '<path d="M3.5 13.5l3-9h11l3 9v6h-17zM3.5 13.5H9c0 4 6 4 6 0h5.5"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "key": '<circle cx="8" cy="12" r="4.5"/><path d="M12.5 12H21M17.5 12v4"/>',
    "knot": '<path d="M12 12C8 7 3.5 7.5 3.5 12s4.5 5 8.5 0 8.5-4.5 8.5 0-4.5 5-8.5 0zM9 15l-2.5 6M15 15l2.5 6"/>',
    "lock": '<rect x="5" y="11" width="14" height="9.5" rx="2"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M19.5 14.5A8.3 8.3 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"/>',
    "note": '<path d="M6 3.5h9l4 4v13H6zM9.5 12h6M9.5 16h6M14.5 3.5V8H19"/>',
    "offline": (
        '<path d="M8.5 7.2A5.8 5.8 0 0 1 18 9.7a4.4 4.4 0 0 1 2 7.5M16.5 18.5H7a4.2 4.2 0 0 1-.4-8.4M3.5 3.5l17 17"/>'
    ),
    "out": '<path d="M10 4H4.5v16H10M9 12h11M16 7.5l4.5 4.5-4.5 4.5"/>',
    "pause": '<path d="M9 6v12M15 6v12"/>',
    "phone": (
        '<path d="M6 3.5l3.5 1 1 4.5-2 1.5c1 2.3 2.7 4 5 5l1.5-2 4.5 1 1 3.5c0 1.5-1.2 2.5-2.5 2.5C10.5 20.5'
        ' 3.5 13.5 3.5 6 3.5 4.7 4.5 3.5 6 3.5z"/>'
    ),
    "play": (
        '<path d="M4 20.5C8 14 8 9 6 4.5M4 20.5c4.5-3 8.5-3 13-1.5M6 4.5c5 .5 9.5 3 12.5 7.5"/><circle cx='
        '"17" cy="16" r="3.5"/>'
    ),
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8.5v-5h10v5M7 17H3.5V8.5h17V17H17M7 14h10v6.5H7z"/>',
    "school": '<path d="M2.5 9L12 4.5 21.5 9 12 13.5zM6.5 11v5c2.8 2.6 8.2 2.6 11 0v-5M21.5 9v5.5"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5l5 5"/>',
    "settings": (
        '<path d="M4 7h9M17.5 7H20M4 17h2.5M11 17h9"/><circle cx="15" cy="7" r="2.3"/><circle cx="8.7" cy='
        '"17" r="2.3"/>'
    ),
    "smile": '<circle cx="12" cy="12" r="9"/><path d="M8 14c1.8 3 6.2 3 8 0M9 9v.2M15 9v.2" stroke-width="2.2"/>',
    "star": '<path d="M12 3.5l2.5 5.6 6 .6-4.5 4.1 1.3 6-5.3-3.1-5.3 3.1 1.3-6L3.5 9.7l6-.6z"/>',
    "stop": '<path d="M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM8 12h8"/>',
    "sun": '<circle cx="12" cy="12" r="4.5"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2"/>',
    "tired": (
        '<circle cx="12" cy="12" r="9"/><path d="M8.5 16.5c1.8-2 5.2-2 7 0M8 10l2-1M16 10l-2-1" stroke-width="2"/>'
    ),
    "today": (
        '<circle cx="12" cy="12" r="4"/><path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3'
        ' 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"/>'
    ),
    "turns": (
        '<path d="M4.5 10A7.8 7.8 0 0 1 18 6.8l2 2M20 4v4.8h-4.8M19.5 14A7.8 7.8 0 0 1 6 17.2l-2-2M4 20v-4.8h4.8"/>'
    ),
    "undo": '<path d="M8 5L3.5 9.5 8 14M4 9.5h9.5a6 6 0 0 1 0 12H9"/>',
    "up": '<path d="M12 19.5v-15M6 10.5l6-6 6 6"/>',
    "week": '<rect x="3.5" y="5" width="17" height="15.5" rx="2.5"/><path d="M3.5 9.5h17M8 2.8v4M16 2.8v4"/>',
}

_MAYPOLE = (
    '<g class="brand-ribbons"><path class="strand-2" d="M20 7C11 9 5 19 4 33"/>'
    '<path class="strand-3" d="M20 7C15 12 11.5 22 11.5 35.5"/>'
    '<path class="strand-1" d="M20 7C25 12 28.5 22 28.5 35.5"/>'
    '<path class="strand-2" d="M20 7C29 9 35 19 36 33"/><path class="brand-pole" d="M20 6V38"/></g>'
    '<circle class="brand-top" cx="20" cy="5.5" r="3.7"/>'
)
BRAND_MARK = mark_safe(f'<svg viewBox="0 0 40 40" aria-hidden="true">{_MAYPOLE}</svg>')  # noqa: S308 (constant)


@cache
def icon(name: str) -> SafeString:
    """A decorative icon; the word beside it carries the meaning, so it is hidden from screen readers."""
    if name not in ICONS:
        raise ValueError(f"unknown icon {name!r}; known: {', '.join(sorted(ICONS))}")
    return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="#i-{name}"/></svg>')  # noqa: S308 (checked)


@cache
def sprite() -> SafeString:
    """Icons as symbols and the nine weaves as patterns.

    Patterns must be in the page itself: browsers don't follow fill="url(...)" into another file.
    """
    weaves = "".join(
        f'<pattern id="p-{a.code}" data-area="{a.code}" width="16" height="16" patternUnits="userSpaceOnUse">'
        f'<rect class="w-band" width="16" height="16"/>{a.weave}</pattern>'
        for a in AREAS
    )
    symbols = "".join(f'<symbol id="i-{name}" viewBox="0 0 24 24">{body}</symbol>' for name, body in ICONS.items())
    return mark_safe(f'<svg class="sprite" aria-hidden="true" focusable="false"><defs>{weaves}</defs>{symbols}</svg>')  # noqa: S308 (constants)
