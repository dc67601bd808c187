"""The shelf of games, the clinic's own among them, and their pictures."""

from django.urls import URLPattern, URLResolver, path

from .views import own, shelf

urlpatterns: list[URLPattern | URLResolver] = [
    path("activities", shelf.activities, name="activities"),
    path("activities/new", own.activity_new, name="activity_new"),
    path("activities/<slug:shelved>", shelf.activity, name="activity"),
    path("activities/<slug:shelved>/edit", own.activity_edit, name="activity_edit"),
    path("activities/<slug:shelved>/state", own.activity_state, name="activity_state"),
    path("activities/<slug:shelved>/photos", own.activity_photos, name="activity_photos"),
    path(
        "activities/<slug:shelved>/photos/<uuid:picture>/removal",
        own.activity_photo_removal,
        name="photo_removal",
    ),
    path("photos/<uuid:photo>", shelf.photo, name="photo"),
]
