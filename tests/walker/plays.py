"""What a clinic plays with, and what is planned, prepared and felt: one row of each."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from maypole.access.models import User
from maypole.equipment.models import Equipment, EquipmentCheck, EquipmentLoan, EquipmentState, EquipmentTrial
from maypole.people.models import Child, Organisation, Site, StaffMember
from maypole.plan.models import Goal
from maypole.planner.models import (
    ApproachChange,
    ChangeLook,
    Feeling,
    FeelingScale,
    PersonStory,
    PlaceStory,
    Preparation,
    PreparationSent,
)
from maypole.play.models import ActivityPhoto, ActivityState, OwnActivity, Photo
from maypole.visits.models import PlannedActivity, Visit, VisitEquipment, VisitUse


def house_of(organisation: Organisation, user: User, at: datetime) -> dict[str, str]:
    """A swing that is out of service, a game of one's own with a picture, the story of a place."""
    owner: dict[str, Any] = {"organisation": organisation, "by": user, "at": at, "why": "because"}
    site = Site.objects.filter(organisation=organisation).order_by("name")[0]
    thing = Equipment.objects.create(**owner, site=site, name="Swing", kind="swing", inspect_every_days=90)
    EquipmentState.objects.create(**owner, equipment=thing, state="out")
    EquipmentCheck.objects.create(**owner, equipment=thing, kind="inspection", on=at.date())
    own = OwnActivity.objects.create(
        **owner, number=1, title="Caves", area="play", places="clinic,home", from_months=0, to_months=200, minutes=5,
        materials="blanket", steps="Crawl.", easier="short", harder="long", reason="Strong arms.", safety="Stay near.",
        home_friendly=True,
    )  # fmt: skip
    ActivityState.objects.create(**owner, activity=own, state="published")
    content = f"a picture of {organisation.slug}".encode()
    digest = hashlib.sha256(content).hexdigest()
    photo = Photo.objects.create(**owner, digest=digest, width=3, height=2, size=4, shows="A cave")
    if not default_storage.exists(photo.file_name):
        default_storage.save(photo.file_name, ContentFile(content))
    each = ActivityPhoto.objects.create(**owner, activity=own, photo=photo)
    PlaceStory.objects.create(**owner, site=site, words="A blue door.", photo=photo)
    return {
        "equipment": str(thing.pk), "shelved": own.code, "photo": str(photo.pk), "picture": str(each.pk),
        "site": str(site.pk),
    }  # fmt: skip


def play_of(child: Child, lead: StaffMember, at: datetime) -> dict[str, str]:
    """Of one child: a planned game with its swing, a loan, a trial, a preparation, a change, a feeling at home."""
    owner: dict[str, Any] = {"organisation": child.organisation, "by": lead.user, "at": at, "why": "because"}
    visit = Visit.objects.filter(child=child).order_by("starts_at")[0]
    goal = Goal.objects.filter(child=child, horizon="short").order_by("pk")[0]
    thing = Equipment.objects.filter(organisation=child.organisation, kind="swing")[0]
    lent = Equipment.objects.create(**owner, site=thing.site, name="Spoon", kind="cutlery")
    EquipmentState.objects.create(**owner, equipment=lent, state="in")
    game = PlannedActivity.objects.create(
        **owner, child=child, visit=visit, goal=goal, activity="none-99", title="Caves", minutes=5, grading="short"
    )
    chosen = VisitEquipment.objects.create(**owner, visit=visit, equipment=thing, planned=game)
    VisitUse.objects.create(**owner, visit=visit, planned=game)
    loan = EquipmentLoan.objects.create(**owner, child=child, equipment=lent, due_back_on=at.date(), words="meals")
    EquipmentTrial.objects.create(**owner, child=child, on=at.date(), what="Spoon", outcome="helps", words="less")
    PersonStory.objects.get_or_create(staff=lead, language="en", defaults=owner | {"words": "Hello."})
    page = Preparation.objects.create(
        **owner, child=child, visit=visit, occasion="step", step="pool", happens="swim", bring="towel", comforts="song"
    )
    if relation := child.carer_relations.order_by("pk").first():
        PreparationSent.objects.create(**owner, preparation=page, carer=relation.carer)
    change = ApproachChange.objects.create(
        **owner, child=child, visit=visit, goal=goal, sign="fall", seen="fell", change="mat", for_family="a mat",
        incident=True,
    )  # fmt: skip
    looked = ApproachChange.objects.create(
        **owner, child=child, sign="pain", seen="ouch", change="rest", for_family="a rest", incident=True
    )
    ChangeLook.objects.create(**owner, about=looked, words="done")
    scale = FeelingScale.objects.create(**owner, child=child, words="sleepy\nbusy\nfire")
    feeling = Feeling.objects.create(**owner, child=child, scale=scale, moment="after", place="home", level=1, steps=3)
    return {
        "game": str(game.pk), "chosen": str(chosen.pk), "loan": str(loan.pk), "preparation": str(page.pk),
        "change": str(change.pk), "feeling": str(feeling.pk), "person": str(lead.pk),
    }  # fmt: skip
