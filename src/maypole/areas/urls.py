"""The areas of a child's day, and what belongs to each."""

from django.urls import URLPattern, URLResolver, path

from .views import area, behaviour, calm, feeding, incidents, milestones, sensory, voice

CHILD = "children/<uuid:child>"

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{CHILD}/areas", area.areas, name="areas"),
    path(f"{CHILD}/areas/<slug:code>", area.area, name="area"),
    path(f"{CHILD}/sensory/new", sensory.sensory_note, name="sensory_note"),
    path(f"{CHILD}/sensory/end", sensory.sensory_end, name="sensory_end"),
    path(f"{CHILD}/sensory/diary", sensory.sensory_diary, name="sensory_diary"),
    path("sensory/<uuid:trigger>/withdrawal", sensory.sensory_withdrawal, name="sensory_withdrawal"),
    path(f"{CHILD}/calm-plan", calm.calm_plan, name="calm_plan"),
    path(f"{CHILD}/calm-plan/edit", calm.calm_plan_edit, name="calm_plan_edit"),
    path(f"{CHILD}/foods/new", feeding.food_note, name="food_note"),
    path(f"{CHILD}/foods/diary", feeding.food_diary, name="food_diary"),
    path("meals/<uuid:meal>/withdrawal", feeding.meal_withdrawal, name="meal_withdrawal"),
    path(f"{CHILD}/voice", voice.voice, name="voice"),
    path(f"{CHILD}/voice/edit", voice.voice_edit, name="voice_edit"),
    path("voice/devices", voice.aac_devices, name="aac_devices"),
    path("voice/devices/<uuid:aac_device>/loan", voice.aac_loan, name="aac_loan"),
    path("voice/loans/<uuid:aac_loan>/return", voice.aac_return, name="aac_return"),
    path(f"{CHILD}/behaviour", behaviour.behaviour, name="behaviour"),
    path(f"{CHILD}/behaviour/new", behaviour.behaviour_new, name="behaviour_new"),
    path(f"{CHILD}/behaviour/function", behaviour.behaviour_function, name="behaviour_function"),
    path("behaviour/<uuid:behaviour_event>/withdrawal", behaviour.behaviour_withdrawal, name="behaviour_withdrawal"),
    path("incidents", incidents.incidents, name="incidents"),
    path("incidents/<uuid:incident>", incidents.incident, name="incident"),
    path(f"{CHILD}/milestones", milestones.milestones, name="milestones"),
    path(f"{CHILD}/milestones/notes", milestones.milestone_note, name="milestone_note"),
]
