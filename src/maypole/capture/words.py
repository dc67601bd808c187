"""Every word the app may show, in the reader's language; the shell carries them, because offline nobody translates."""

from __future__ import annotations

from django.utils.translation import gettext as _

from maypole.visits.models import Setting, VisitAssent, VisitAttendance, VisitMood

from .group_words import group_words
from .present import KINDS
from .words_beside import words_beside


def words() -> dict[str, str]:
    """Word by key. `{n}` and the like are filled in by the app."""
    return {**_shell(), **_visit(), **_pads(), **_states(), **_labels(), **words_beside(), **group_words()}


def _shell() -> dict[str, str]:
    return {
        "today": _("Today"),
        "tomorrow": _("Tomorrow"),
        "no_visits": _("No visits today"),
        "no_visits_text": _("Visits planned for you appear here. You can start one that nobody planned."),
        "unplanned": _("A visit nobody planned"),
        "unplanned_start": _("Start"),
        "child": _("Child"),
        "place": _("Place"),
        "device": _("This device"),
        "device_name": _("Name of this device"),
        "device_keep": _("Keep the name"),
        "ready": _("Ready without a connection. Last brought up to date {time}."),
        "not_ready": _("Not ready for offline use yet. Stay here with a connection for a moment."),
        "refresh": _("Bring up to date"),
        "sign_in": _("Sign in"),
        "sign_in_title": _("Who are you?"),
        "sign_in_text": _("Sign in once with a connection. After that this device works without one."),
        "sign_in_again": _("Sign in again, so that what waits here can go to the clinic."),
        "sign_out": _("Sign out of this device"),
        "sign_out_waiting": _("{n} not yet at the clinic. They stay here, sealed, until you sign in again."),
        "others_waiting": _("{n} recorded by somebody else wait here, sealed. They go when that person signs in here."),
        "export": _("Save what waits as a file"),
        "export_told": _("The file holds what is not at the clinic yet. Give it to nobody but the clinic."),
        "attention": _("Needs attention"),
        "attention_none": _("Nothing needs your attention."),
        "attention_text": _("The clinic did not take these. They stay here until you decide."),
        "again": _("Try again"),
        "put_away": _("Put away"),
        "old": _("{n} have waited for more than a day. Find a connection."),
        "needs_https": _("This needs a secure connection (https)."),
        "no_store": _("This browser keeps nothing on this device. Use another browser or leave private mode."),
        "back": _("Back to today"),
        "web": _("All of Maypole"),
        "update": _("A new version is ready. It starts the next time you open the app."),
        "not_allowed": _("Your account runs no visits."),
        "close": _("Close"),
    }


def _states() -> dict[str, str]:
    return {
        "saved": _("Saved on this device: {n} not yet at the clinic"),
        "clinic": _("Everything is at the clinic"),
        "sending": _("Sending {n}"),
        "offline": _("Offline. {n} safe on this device"),
        "signin": _("Sign in again. {n} safe on this device"),
        "unsafe": _("NOT saved: this device has no room left. Write it down."),
        "failed": _("NOT saved: this device did not keep it. Tap again, or write it down."),
        "undone": _("Taken back."),
        "last": _("Last:"),
        "undo": _("Undo"),
        "undo_hint": _("Every tap can be taken back here."),
        "planned": _("Planned"),
        "started": _("Under way"),
        "finished": _("Finished"),
    }


def _visit() -> dict[str, str]:
    return {
        "start": _("Start the visit"),
        "go_on": _("Go on with the visit"),
        "finish": _("Finish the visit"),
        "visit": _("Visit"),
        "more": _("Mood, people, note, finish"),
        "targets": _("Targets"),
        "no_targets": _("No goals to work on yet. Mood, people and notes work already."),
        "calms": _("What helps"),
        "precautions": _("Precautions"),
        "how_is": _("How is {name}?"),
        "said_stop": _("{name} said stop"),
        "stop_told": _("A “no” counts. Stopping is recorded, never scored."),
        "assent": _("Does {name} want to?"),
        "at_start": _("At the start"),
        "at_end": _("At the end"),
        "present": _("Who is here?"),
        "somebody_else": _("Somebody else"),
        "add": _("Add"),
        "name": _("Name"),
        "note": _("Quick note"),
        "note_keep": _("Keep for the note"),
        "note_kept": _("Kept for the note."),
        "sign_note": _("Sign the note"),
        "summary": _("What was recorded"),
        "nothing": _("Nothing recorded."),
        "last_time": _("Last time: {value}"),
        "prompt_hint": _("Tap the help that was needed"),
        "so_far": _("So far"),
    }


def _pads() -> dict[str, str]:
    return {
        "try": _("Try {n}"),
        "step": _("Step {n} of {of}"),
        "of": _("{a} of {n}"),
        "not_yet": _("not yet"),
        "one_more": _("One more"),
        "how_often": _("How often"),
        "how_long": _("How long"),
        "how_well": _("How well, 1 to 5"),
        "rate": _("How often a minute"),
        "per_minute": _("{v} a minute"),
        "latency": _("How long until it starts"),
        "asked": _("Asked"),
        "began": _("It began"),
        "no_answer": _("No answer"),
        "start_clock": _("Start"),
        "stop_clock": _("Stop"),
        "running": _("Running"),
        "interval": _("Interval {n}"),
        "interval_whole": _("Was it so all the way through?"),
        "interval_partial": _("Was it so at any time?"),
        "interval_momentary": _("Is it so right now?"),
        "interval_length": _("Seconds in an interval"),
        "interval_end": _("End"),
        "interval_ask": _("Interval {n} is over"),
        "yes": _("Yes"),
        "no": _("No"),
        "not_at_all": _("not at all"),
        "very_well": _("very well"),
        "piece": _("How many are right"),
        "right": _("right"),
        "out_of": _("out of"),
        "keep": _("Keep"),
        "level": _("Which level"),
        "forward": _("Taught forwards"),
        "backward": _("Taught backwards"),
        "total": _("All steps each time"),
    }


def _labels() -> dict[str, str]:
    """Choices as the clinic stores them: `mood.keen`, `role.watched`, …"""
    groups = {"mood": VisitMood.Mood, "assent": VisitAssent.Answer, "role": VisitAttendance.Role, "setting": Setting}
    labels = {f"{group}.{value}": str(label) for group, kinds in groups.items() for value, label in kinds.choices}
    return labels | {f"kind.{kind}": str(name) for kind, name in KINDS.items()}
