"""Invented content for the gallery of components at /design."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from maypole.cores.progress.graph import Chart, Mark, Phase, PhaseKind, draw
from maypole.web.areas import AREAS

_SHOES = (10, 0, 10, 20, 10, 10, 20, 30, 20, 40, None, 40, 50, 40, 60, 50, 60, 70)


def _chart() -> Chart:
    """Clinic, home and school over a baseline and two conditions, with a session missed."""
    clinic = tuple(Mark(n, v, href=f"#session-{n}") for n, v in enumerate(_SHOES, 1))
    home = tuple(Mark(n, v, "home") for n, v in ((9, 10), (11, 20), (13, 30), (15, 40), (17, 50)))
    school = tuple(Mark(n, v, "school") for n, v in ((16, 20), (18, 30)))
    return Chart(
        marks=clinic + home + school,
        phases=(
            Phase(1, gettext("Baseline")),
            Phase(6, gettext("Last step first")),
            Phase(12, gettext("With picture card"), PhaseKind.MINOR),
        ),
        measure=gettext("Percentage of tries tied by herself"),
        title=gettext("Maya ties her shoes"),
        low=0,
        high=100,
        unit="%",
        goal=80,
        goal_at=22,
        aim_from=(5.5, 10),
        when=((1, "12 Jan"), (22, "27 Mar")),
    )


class ExampleForm(forms.Form):
    """One field of each shape."""

    loves = forms.CharField(label=_("What does Linh love?"), help_text=_("Her own words are best."))
    why = forms.CharField(label=_("Why"), widget=forms.Textarea, required=False)
    when = forms.DateField(label=_("Look again"), widget=forms.DateInput(attrs={"type": "date"}))
    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            ("go", _("Keep going\nSame plan, look again in six sessions")),
            ("change", _("Change something\nHelp, step, place, how often, or the goal")),
        ],
    )
    places = forms.MultipleChoiceField(
        label=_("Where"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("clinic", _("Clinic")), ("home", _("Home")), ("school", _("School"))],
    )
    who = forms.ChoiceField(label=_("Who has it"), choices=[("i", "Inés Carvalho"), ("j", "Jiho Park")])
    share = forms.BooleanField(label=_("Rosa may see this\nIn her own app"), required=False)


def gallery() -> dict[str, object]:
    goal = {
        "area": "self_care",
        "state_kind": "ok",
        "state_icon": "check",
        "state": _("On track"),
        "title": _("Ties her shoes"),
        "words": _("Family’s words: “so she can be first in line at school”"),
        "sentence": _("6 of 10 by herself (was 1 of 10). On track for 8 of 10 by 27 March: about 4 in 5."),
        "values": _SHOES,
        "phases": (5, 11),
        "aim": (10, 80),
        "low": 0,
        "high": 100,
        "lived": 82,
        "knots": (26, 58),
        "start": "12 Jan",
        "end": "27 March",
        "today": _("today"),
        "url": "#chart",
    }
    return {
        "areas": AREAS,
        "ribbons": ("self_care", "fine_motor", "social_emotional", "sensory"),
        "goal": goal,
        "wide": mark_safe(draw(_chart(), ident="wide")),  # noqa: S308 (the drawing escapes)
        "narrow": mark_safe(draw(_chart(), width=360, ident="narrow")),  # noqa: S308
        "precautions": (
            {"title": _("Nut allergy."), "advice": _("Adrenaline pen in the blue bag.")},
            {"title": _("Hand dryers frighten her."), "advice": _("Warn first, use paper.")},
        ),
        "step": {
            "what": _("Try laces at school with Ms Okafor"),
            "detail": _("Two short visits there show whether tying travels beyond the clinic."),
            "due_on": date(2026, 3, 20),
        },
        "form": ExampleForm(initial={"loves": "Dragons that eat soup"}, prefix="a"),
        "refused": ExampleForm({"b-decision": "go"}, prefix="b"),
    }
