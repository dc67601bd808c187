"""Games at home: the family's week with its two taps, and the therapist's programme."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from maypole.access.actor import ActorRequest
from maypole.access.gate import signed_in
from maypole.access.permissions import Permission
from maypole.people.access import Reach, reach, read
from maypole.people.present import whole_months
from maypole.play import safety
from maypole.play.library import Activity, Wanted
from maypole.play.shelf import shelf
from maypole.web.areas import AREAS, BY_CODE
from maypole.web.toast import toast

from . import actions
from .access import AtHome, activity_to_change, children_at_home, chosen, log_to_change
from .forms import GameForm, PracticeForm, from_library
from .models import HomeActivity
from .shown import programme, week_of

OWN = "own"


@require_GET
@signed_in
def week(request: ActorRequest) -> HttpResponse:
    """What to play this week, for the family on a phone."""
    homes = children_at_home(request.actor)
    home = chosen(homes, request.GET.get("child", ""))
    return _week(request, homes, home)


def _week(
    request: ActorRequest, homes: list[AtHome], home: AtHome | None, failed: tuple[UUID, str] | None = None
) -> HttpResponse:
    context: dict[str, object] = {"homes": homes, "home": home, "failed": failed, "typed": request.POST}
    if home is not None:
        reached = read(request.actor, home.child.pk, Permission.SEE_HOME, "week")
        context |= week_of(request.actor, reached, schedule=home.schedule, today=timezone.localdate())
    return render(request, "home/week.html", context, status=422 if failed else 200)


@require_POST
@signed_in
def practice(request: ActorRequest, activity: UUID) -> HttpResponse:
    """The second tap: how it was."""
    found = activity_to_change(request.actor, activity, Permission.LOG_HOME)
    form = PracticeForm(request.POST)
    refused = _("That answer was not understood. Tap one of the three once more.")
    if form.is_valid():
        sent = form.cleaned_data
        try:
            log = actions.log_practice(
                by=request.actor, activity=found, id=sent["id"], prompt=sent["prompt"], went=sent["went"],
                words=sent["words"], played_on=form.played_on(timezone.localdate()),
            )  # fmt: skip
        except ValidationError as error:
            refused = " ".join(error.messages)
        else:
            toast(request, _("Logged. Thank you."), undo=reverse("practice_withdrawal", args=[log.pk]))
            return redirect(f"{reverse('week')}?child={found.child_id}")
    homes = children_at_home(request.actor)
    return _week(request, homes, chosen(homes, str(found.child_id)), (found.pk, refused))


@require_POST
@signed_in
def practice_withdrawal(request: ActorRequest, log: UUID) -> HttpResponse:
    found, _reached = log_to_change(request.actor, log)
    actions.withdraw_practice(by=request.actor, log=found)
    toast(request, _("Taken back."))
    return redirect(f"{reverse('week')}?child={found.child_id}")


@require_GET
@signed_in
def home_programme(request: ActorRequest, child: UUID) -> HttpResponse:
    """What this family plays, how often, and what they said. Families have their own page for it."""
    if request.actor.is_family:
        reach(request.actor, child, Permission.SEE_HOME)
        return redirect(f"{reverse('week')}?child={child}")
    reached = read(request.actor, child, Permission.SEE_HOME, "home")
    return render(request, "home/programme.html", programme(reached, timezone.localdate()))


@require_http_methods(["GET", "POST"])
@signed_in
def home_activity_new(request: ActorRequest, child: UUID) -> HttpResponse:
    """Choose a game from the library, or write one; then make it this child's."""
    if request.method == "POST":
        return _give(request, reach(request.actor, child, Permission.SET_HOME))
    reached = read(request.actor, child, Permission.SET_HOME, "home")
    picked = request.GET.get("library", "")
    if not picked:
        return _choose(request, reached)
    entry = _entry(reached, picked)
    spoken = reached.child.family_language()
    initial = from_library(picked, reached.child, spoken) if entry else {"minutes": 5, "times_a_week": 4}
    form = GameForm(reached.child, entry, initial=initial)
    if entry:
        form.written_in(spoken)
    return _form(request, reached, form, entry)


def _give(request: ActorRequest, reached: Reach) -> HttpResponse:
    entry = _entry(reached, request.POST.get("library", OWN))
    form = GameForm(reached.child, entry, request.POST)
    if form.is_valid():
        goal = form.cleaned_data["goal"]
        try:
            cleared = form.cleaned_data.get("cleared", False)
            actions.give_activity(by=request.actor, goal=goal, game=form.game(), cleared=cleared)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("The family sees it now, with why, how and when to stop."))
            return redirect("home_programme", reached.child.pk)
    return _form(request, reached, form, entry, 422)


def _entry(reached: Reach, picked: str) -> Activity | None:
    """The library entry with this id; None for a game of one's own."""
    if picked in (OWN, ""):
        return None
    entry = shelf(reached.child.organisation_id, get_language() or "en").get(picked)
    if entry is None:
        raise Http404
    return entry


def _form(
    request: ActorRequest, reached: Reach, form: GameForm, entry: Activity | None, status: int = 200
) -> HttpResponse:
    precautions = reached.child.precautions.in_force()
    watch = safety.watch(reached.child, precautions, entry, timezone.localdate(), "home") if entry else []
    context = {
        "child": reached.child, "form": form, "entry": entry, "own": OWN, "precautions": precautions, "watch": watch,
    }  # fmt: skip
    return render(request, "home/game.html", context, status=status)


def _choose(request: ActorRequest, reached: Reach) -> HttpResponse:
    child, today = reached.child, timezone.localdate()
    area, words = request.GET.get("area", ""), request.GET.get("q", "")[:80]
    area = area if area in BY_CODE else ""
    months = whole_months(child.birth_date, today) if child.birth_date else None
    kinds = safety.kinds(child)
    games = shelf(child.organisation_id, get_language() or "en")
    found = games.search(Wanted(words=words, area=area, months=months, place="home"))
    entries = [(entry, safety.refusals(child, kinds, today, entry=entry, cleared=True)) for entry in found]
    context = {
        "child": child, "areas": AREAS, "area": area, "q": words, "entries": entries[:24], "more": len(entries) > 24,
        "notice": games.notice, "own": OWN, "precautions": child.precautions.in_force(),
    }  # fmt: skip
    return render(request, "home/choose.html", context)


@require_POST
@signed_in
def home_activity_end(request: ActorRequest, activity: UUID) -> HttpResponse:
    found: HomeActivity = activity_to_change(request.actor, activity, Permission.SET_HOME)
    actions.end_activity(by=request.actor, activity=found)
    toast(request, _("“%(game)s” is no longer on the family’s list. What was logged stays.") % {"game": found.title})
    return redirect("home_programme", found.child_id)
