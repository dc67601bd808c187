"""Preparing together: the page of one visit for the family and the child, and the stories of places and people."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from maypole.access.actor import ActorRequest
from maypole.access.editions import EditConflict
from maypole.access.gate import requires, signed_in
from maypole.access.permissions import Permission
from maypole.people.access import read
from maypole.people.models import Site, StaffMember
from maypole.planner.access import preparation_of
from maypole.planner.actions import preparing
from maypole.planner.forms import PersonStoryForm, PictureForm, PlaceStoryForm, PreparationForm
from maypole.planner.models import PersonStory, PlaceStory, Preparation
from maypole.planner.present import photo_story
from maypole.play.photos import keep_photo
from maypole.visits.access import visit_to_change
from maypole.web.toast import toast

StoryForm = PlaceStoryForm | PersonStoryForm


@require_http_methods(["GET", "POST"])
@signed_in
def preparation_new(request: ActorRequest, visit: UUID) -> HttpResponse:
    """Write the page of a visit: the first, or one where something is new. It begins with what is known."""
    here = visit_to_change(request.actor, visit)
    with override(here.child.family_language()):
        begun = preparing.draft(here)
    form = PreparationForm(request.POST or None, instance=begun)
    if request.method == "POST" and form.is_valid():
        try:
            made = preparing.prepare(by=request.actor, preparation=form.save(commit=False), now=timezone.now())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            toast(request, _("The family finds it on its page, and gets a mail within the hour."))
            return redirect("preparation", made.pk)
    if request.method == "GET":
        read(request.actor, here.child_id, Permission.RUN_VISIT, "preparation_new")
    context = {
        "visit": here, "child": here.child, "form": form, "precautions": here.child.precautions.in_force(),
        "written": Preparation.objects.filter(visit=here),
    }  # fmt: skip
    return render(request, "planner/prepare.html", context, status=422 if form.is_bound else 200)


@require_GET
@signed_in
def preparation(request: ActorRequest, preparation: UUID) -> HttpResponse:
    """What a family reads together before the visit."""
    page, reached = preparation_of(request.actor, preparation)
    context = {
        "page": page, "child": reached.child, "visit": page.visit,
        "shell": "maypole/family.html" if request.actor.is_family else "maypole/staff.html",
        "story": photo_story(page, get_language() or "en"), "sent": page.sent.select_related("carer"),
    }  # fmt: skip
    return render(request, "planner/preparation.html", context)


@require_GET
@signed_in
def preparation_story(request: ActorRequest, preparation: UUID) -> HttpResponse:
    """The same for the child: a picture and a few words at a time."""
    page, reached = preparation_of(request.actor, preparation)
    context = {"page": page, "child": reached.child, "story": photo_story(page, get_language() or "en")}
    return render(request, "planner/story.html", context)


@require_GET
@requires(Permission.KEEP_LIBRARY)
def stories(request: ActorRequest) -> HttpResponse:
    """Which places and people have told their story, and in which languages."""
    organisation = request.actor.organisation_id
    people = StaffMember.objects.working().filter(organisation=organisation).exclude(discipline="")
    context = {
        "sites": Site.objects.filter(organisation=organisation).prefetch_related("stories").order_by("name"),
        "people": people.prefetch_related("stories").order_by("name"), "mine": request.actor.staff_id,
        "may_all": request.actor.can(Permission.SEE_CLINIC),
    }  # fmt: skip
    return render(request, "planner/stories.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def place_story(request: ActorRequest, site: UUID) -> HttpResponse:
    place = Site.objects.filter(organisation=request.actor.organisation_id, pk=site).first()
    if place is None:
        raise Http404
    spoken = get_language() or "en"
    story = PlaceStory.objects.filter(site=place, language=spoken).first() or PlaceStory(site=place, language=spoken)
    return _story(request, story, PlaceStoryForm(request.POST or None, instance=story), place.name)


@require_http_methods(["GET", "POST"])
@requires(Permission.KEEP_LIBRARY)
def person_story(request: ActorRequest, person: UUID) -> HttpResponse:
    """People tell their own story; who answers for the clinic may write anybody's."""
    who = StaffMember.objects.filter(organisation=request.actor.organisation_id, pk=person).first()
    if who is None:
        raise Http404
    if who.pk != request.actor.staff_id and not request.actor.can(Permission.SEE_CLINIC):
        raise PermissionDenied(Permission.KEEP_LIBRARY)
    spoken = get_language() or "en"
    story = PersonStory.objects.filter(staff=who, language=spoken).first()
    story = story or PersonStory(staff=who, language=spoken)
    return _story(request, story, PersonStoryForm(request.POST or None, instance=story), who.name)


def _story(request: ActorRequest, story: PlaceStory | PersonStory, form: StoryForm, name: str) -> HttpResponse:
    picture = PictureForm(request.POST or None, request.FILES or None)
    edition = request.POST.get("edition", "")
    status = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid() and picture.is_valid():
        sent, now = picture.cleaned_data, timezone.now()
        try:
            if sent["picture"]:
                story.photo = keep_photo(by=request.actor, upload=sent["picture"], shows=sent["shows"], now=now)
            form.save(commit=False)
            preparing.write_story(by=request.actor, story=story, edition=int(edition) if edition.isdigit() else None)
        except EditConflict:
            form.add_error(
                None, _("Somebody saved this story since you opened it. Look at theirs in a second window first.")
            )
            status = 409
        except ValidationError as refused:
            picture.add_error("picture", refused.messages)
        else:
            toast(request, _("Families read it before their next first visit."))
            return redirect("stories")
    context = {"story": story, "form": form, "picture": picture, "name": name}
    return render(request, "planner/write_story.html", context, status=status)
