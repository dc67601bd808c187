"""WCAG 2 contrast of the tokens, computed from the style sheets, against what the design promises."""

import re
from functools import cache
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static/maypole/css"
SURFACES = ("paper", "surface", "sunk")
LIGHT, DARK = 0, 1

# token: least contrast (light, dark) on paper, surface, sunk
ON_SURFACES = {
    "ink": ((13.9, 15.8), (15.3, 14.2), (12.8, 12.1)),
    "ink-2": ((6.9, 9.7), (7.6, 8.7), (6.3, 7.4)),
    "primary": ((8.3, 11.3), (9.2, 10.2), (7.7, 8.7)),
    "line-strong": ((3.7, 5.4), (4.0, 4.9), (3.4, 4.2)),
    "focus": ((5.2, 9.9), (5.7, 8.9), (4.8, 7.6)),
}
# area: thread on cloth, edge on any surface (light, dark), text on its wash (light, dark)
RIBBONS = {
    "fine_motor": (3.1, (5.5, 6.4), (8.3, 8.1)),
    "gross_motor": (4.7, (4.5, 6.5), (7.0, 8.7)),
    "sensory": (5.7, (4.2, 8.0), (7.0, 8.7)),
    "self_care": (8.1, (7.4, 5.9), (9.1, 8.3)),
    "social_emotional": (4.0, (4.0, 6.8), (8.2, 8.6)),
    "cognitive_attention": (4.7, (3.8, 9.4), (7.6, 9.6)),
    "feeding": (5.6, (6.0, 6.2), (7.8, 8.3)),
    "play": (6.5, (4.1, 7.7), (7.7, 8.7)),
    "speech_language": (7.1, (9.0, 6.1), (8.9, 8.8)),
}
STATES = {"alert": (7.4, 9.4), "sun": (7.5, 10.5), "ok": (7.2, 8.9), "info": (7.2, 8.9)}
COLOUR = r"#[0-9A-Fa-f]{6}"


def pairs(css: str) -> dict[str, tuple[str, str]]:
    """Names and their (light, dark) colours."""
    found = re.findall(rf"--([\w-]+):\s*(?:light-dark\(({COLOUR}), ({COLOUR})\)|({COLOUR}))", css)
    return {name: (light or both, dark or both) for name, light, dark, both in found}


@cache
def tokens() -> dict[str, tuple[str, str]]:
    return pairs((CSS / "tokens.css").read_text())


@cache
def ribbon(area: str) -> dict[str, tuple[str, str]]:
    block = re.search(rf'\[data-area="{area}"\] {{(.*?)}}', (CSS / "areas.css").read_text(), re.S)
    assert block, f"areas.css has no ribbon for {area}"
    return pairs(block[1])


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ON_SURFACES)
def test_text_and_controls_stand_out_on_every_surface(name: str, theme: int) -> None:
    for surface, least in zip(SURFACES, ON_SURFACES[name], strict=True):
        measured = contrast(tokens()[name][theme], tokens()[surface][theme])

        assert round(measured, 1) >= least[theme], f"--{name} on --{surface}: {measured:.2f}"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("area", RIBBONS)
def test_ribbons_can_be_read(area: str, theme: int) -> None:
    cloth, edge, text = RIBBONS[area]
    colours = ribbon(area)
    on_surfaces = min(contrast(colours["edge"][theme], tokens()[s][theme]) for s in SURFACES)

    assert round(contrast(colours["thread"][theme], colours["band"][theme]), 1) >= cloth
    assert round(on_surfaces, 1) >= edge[theme]
    assert round(contrast(colours["rink"][theme], colours["wash"][theme]), 1) >= text[theme]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_states_and_the_one_step_can_be_read(theme: int) -> None:
    for state, least in STATES.items():
        measured = contrast(tokens()[f"{state}-ink"][theme], tokens()[f"{state}-wash"][theme])
        assert round(measured, 1) >= least[theme], state

    assert min(contrast(tokens()["on-toast"][theme], tokens()[name][theme]) for name in ("toast", "toast-hover")) >= 7
    assert round(contrast(tokens()["on-primary"][theme], tokens()["primary"][theme]), 1) >= (9.2, 10.5)[theme]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["at-home", "at-school", "elsewhere", "alert-line"])
def test_marks_on_charts_and_edges_of_precautions_stand_out(name: str, theme: int) -> None:
    least = min(contrast(tokens()[name][theme], tokens()[surface][theme]) for surface in SURFACES)

    assert least >= 3
