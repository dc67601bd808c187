"""Words of the app for a second observer, for other devices, for the plan of play and for a hard moment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maypole.areas.models import Antecedent, Consequence


def words_beside() -> dict[str, str]:
    """Word by key, as in `words`."""
    return {**_second(), **_beside(), **_plan(), **_hard(), **_choices()}


def _second() -> dict[str, str]:
    return {
        "second": _("Second observer"),
        "second_watch": _("Watch as second observer"),
        "second_choose": _("What do you watch?"),
        "second_text": _(
            "You record for yourself and see nothing of what {name} records. What you tap counts in no chart: "
            "it shows how well two people agree."
        ),
        "second_watching": _("Watching"),
        "second_stop": _("Stop watching"),
    }


def _beside() -> dict[str, str]:
    return {
        "beside": _("With colleagues today"),
        "beside_record": _("Record too"),
        "beside_too": _("{name} records too, on another device. Both count."),
        "beside_apart": _("{name} records on another device. What you see is compared afterwards."),
        "beside_second": _("{name} watches as second observer."),
        "beside_more": _("{name}: {n} more"),
        "beside_clash": _("Two devices recorded this. Look at it together."),
    }


def _plan() -> dict[str, str]:
    return {
        "plan": _("What we play"),
        "plan_bring": _("To bring"),
        "plan_things": _("Equipment"),
        "plan_for": _("For “{goal}”."),
        "plan_today": _("Today"),
        "plan_played": _("We played it"),
        "played": _("Played"),
        "plan_used": _("We used it"),
        "used": _("Used"),
        "plan_materials": _("You need"),
        "plan_easier": _("Easier"),
        "plan_harder": _("Harder"),
        "minutes": _("{n} min"),
        "steps_all": _("All steps"),
        "taught": _("Taught now"),
        "learnt": _("Learnt"),
        "adult_does": _("You do this one"),
    }


def _hard() -> dict[str, str]:
    return {
        "abc": _("A hard moment"),
        "abc_going": _("A hard moment is being written down. The clock runs."),
        "abc_what": _("What does {name} do?"),
        "abc_own": _("In your words"),
        "abc_before": _("Right before"),
        "abc_after": _("Right after"),
        "abc_after_hint": _("This tap keeps it and stops the clock."),
        "abc_first": _("First what happened, and what came before."),
        "abc_more": _("How long, how strong, somebody hurt"),
        "abc_long": _("How long, if it is over already"),
        "abc_strong": _("How strong"),
        "strong.little": _("A little"),
        "strong.clear": _("Clear"),
        "strong.very": _("Very strong"),
        "abc_hurt": _("Somebody was hurt"),
        "abc_hurt_text": _("First, help. Writing it down can wait: this sheet stays as it is."),
        "abc_later": _("Close, and go on later"),
        "abc_drop": _("Do not keep it"),
        "abc_kept": _("Kept. It is on the page of hard moments once it is at the clinic."),
    }


def _choices() -> dict[str, str]:
    groups = {"before": Antecedent, "after": Consequence}
    return {f"{group}.{value}": str(label) for group, kinds in groups.items() for value, label in kinds.choices}
