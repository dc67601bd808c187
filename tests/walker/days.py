"""One row of everything that belongs to an area of a child's day."""

from __future__ import annotations

from datetime import datetime

from maypole.access.models import User
from maypole.areas.models import (
    AacProfile,
    BehaviourEvent,
    CalmPlan,
    Device,
    DeviceLoan,
    Food,
    FoodStanding,
    FunctionHypothesis,
    IncidentReview,
    MealNote,
    MilestoneAnswer,
    MilestoneNote,
    SensoryEvent,
    SensoryNote,
)
from maypole.people.models import Child


def day_of(child: Child, user: User, at: datetime) -> dict[str, object]:
    owner = {"organisation": child.organisation, "by": user, "at": at}
    about = {**owner, "child": child}
    SensoryNote.objects.create(
        **about, sense="sound", response="over", seen="ears", triggers="dryer", helps="song", why="said"
    )
    trigger = SensoryEvent.objects.create(**about, happened_on=at.date(), what="mixer", helped="out", why="w")
    CalmPlan.objects.create(
        **about, number=1, signs="hums", helps="song", everybody="wait", nobody="hold", afterwards="water",
        own_words="drum", why="first",
    )  # fmt: skip
    food = Food.objects.create(**about, name="pasta", why="w")
    FoodStanding.objects.create(**owner, food=food, goes="eats", texture="soft", level=6, note="warm", why="w")
    meal = MealNote.objects.create(
        **about, happened_on=at.date(), meal="lunch", ate="rice", went="right", words="calm", why="w"
    )
    AacProfile.objects.create(
        **about, system="tablet", kind="app", vocabulary="grid", access="touch", access_words="stand",
        partners="waits", kept_at="bag", backup="board", why="new",
    )  # fmt: skip
    device = Device.objects.create(**owner, name="Tablet", number=f"T-{child.pk}", why="w")
    loan = DeviceLoan.objects.create(**about, device=device, why="w")
    event = BehaviourEvent.objects.create(
        **about, happened_at=at, antecedent="asked", before="shoes", behaviour="threw", consequence="stopped",
        after="off", duration_s=60, intensity="loud", place_words="hall", note="tired", hurt=True, why="w",
    )  # fmt: skip
    seen = BehaviourEvent.objects.create(
        **about, happened_at=at, antecedent="asked", behaviour="hit", consequence="stopped", duration_s=60, hurt=True
    )
    IncidentReview.objects.create(**owner, event=seen, found="slipped", changes="mat", why="w")
    FunctionHypothesis.objects.create(
        **about, behaviour="threw", function="escape", teach="break", respond="give", why="counts"
    )
    MilestoneAnswer.objects.create(**about, milestone="cdc-60m-mv-2", answer="yes", words="jumps", why="w")
    MilestoneNote.objects.create(**about, text="look again", why="w")
    return {
        "code": "sensory", "trigger": trigger.pk, "meal": meal.pk, "aac_loan": loan.pk, "behaviour_event": event.pk,
        "incident": event.pk, "aac_device": device.pk,
    }  # fmt: skip
