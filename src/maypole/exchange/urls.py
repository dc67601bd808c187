"""Bringing data in, and taking it along."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/measurements", views.measurements, name="measurements"),
    path("imports", views.imports, name="imports"),
    path("imports/<uuid:upload>", views.upload, name="import"),
    path("imports/<uuid:upload>/start", views.start, name="import_start"),
]
