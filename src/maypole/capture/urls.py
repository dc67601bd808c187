"""The offline app, and what the clinic sees of it."""

from django.urls import URLPattern, URLResolver, path

from .views import beside, clinic, shell, sync

urlpatterns: list[URLPattern | URLResolver] = [
    path("capture", shell.capture, name="capture"),
    path("capture/worker.js", shell.capture_worker, name="capture_worker"),
    path("capture/app.webmanifest", shell.capture_manifest, name="capture_manifest"),
    path("capture/session", sync.capture_session, name="capture_session"),
    path("capture/day", sync.capture_day, name="capture_day"),
    path("capture/visits/<uuid:visit>/beside", beside.capture_beside, name="capture_beside"),
    path("capture/events", sync.capture_events, name="capture_events"),
    path("devices", clinic.devices, name="devices"),
    path("devices/held", clinic.held, name="held"),
    path("devices/held/<uuid:held>/decision", clinic.held_decision, name="held_decision"),
]
