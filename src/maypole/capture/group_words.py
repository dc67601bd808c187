"""The words of a group's visit: those of the app, and those of the clinic's list of what came late."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maypole.groups.models import FunRating, GroupTally, Scenario

KINDS: dict[str, Promise] = {
    "group.came": gettext_lazy("Came to the group"),
    "group.left": gettext_lazy("Left the group"),
    "group.absent": gettext_lazy("Not at the group"),
    "group.finished": gettext_lazy("The group was finished"),
    "tally": gettext_lazy("Something done in company"),
    "tally.withdrawn": gettext_lazy("Something done in company was taken back"),
    "moment": gettext_lazy("What all did together"),
    "moment.withdrawn": gettext_lazy("What all did together was taken back"),
    "fun": gettext_lazy("Whether it was fun"),
}

REASONS: dict[str, Promise] = {
    "not_in_a_group": gettext_lazy("This visit is not part of a group. Bring the app up to date and try again."),
}


def group_words() -> dict[str, str]:
    """Word by key, for the app. `{n}` and the like are filled in there."""
    return {**_screen(), **_presence(), **_together(), **_fun(), **_labels()}


def _screen() -> dict[str, str]:
    return {
        "group": _("Group"),
        "group_here": _("{n} of {of} here"),
        "group_start": _("Start the group"),
        "group_start_hint": _("Everybody you have not marked as away is here from now on."),
        "group_finish": _("Finish the group"),
        "group_finish_text": _("One private note for each child is drafted from your taps. Nobody reads another’s."),
        "group_over": _("The group is over"),
        "group_notes": _("Write the notes"),
        "group_notes_text": _("One note for each child who was here. They are at the clinic once nothing waits here."),
        "group_open": _("Open to record"),
        "group_back": _("Back to the group"),
        "group_help": _("Which help"),
        "group_no_targets": _("No goals to work on yet. What happens in company can be tapped below."),
        "group_in_company": _("In company: {name}"),
        "group_undo": _("Undo for {name}: {what}"),
        "group_not_yet": _("Not yet"),
        "group_taps": _("Taps: {n}"),
        "group_size": _("Children: {n}"),
    }


def _presence() -> dict[str, str]:
    return {
        "here": _("Here"),
        "came": _("Is here"),
        "came_late": _("Came at {time}"),
        "leaves": _("Leaves now"),
        "left_at": _("Left at {time}"),
        "back_again": _("Is back"),
        "expected": _("Expected"),
        "absent": _("Not here today"),
        "absent_why": _("Not here today: {why}"),
        "absent_ask": _("Why is {name} not here?"),
        "absent_ill": _("Ill"),
        "absent_family": _("The family called"),
        "absent_unknown": _("Nobody said why"),
        "presence_of": _("Who is here: {name}"),
    }


def _together() -> dict[str, str]:
    return {
        "together": _("What we did together"),
        "together_label": _("Goes into every child’s note. No names here."),
        "together_keep": _("Keep"),
        "together_names": _("There is a name in it: {names}. Every family would read it."),
        "together_rehearse": _("What we rehearse"),
        "together_planned": _("planned"),
        "together_take_back": _("Take back: {what}"),
    }


def _fun() -> dict[str, str]:
    return {
        "fun_ask_all": _("Was it fun? Ask each child"),
        "fun_ask": _("{name}, was it fun?"),
        "fun_hint": _("{name} points or taps. Nobody sees the others’ answers."),
        "fun_skip": _("Not now"),
        "fun_answered": _("Answered"),
    }


def _labels() -> dict[str, str]:
    groups = {"tally": GroupTally.Kind, "scenario": Scenario, "fun": FunRating.Face}
    return {f"{group}.{value}": str(label) for group, kinds in groups.items() for value, label in kinds.choices}
