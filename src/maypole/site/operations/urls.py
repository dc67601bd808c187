"""Pages for machines."""

from django.urls import path

from maypole.site.operations.health import health

urlpatterns = [path("health", health, name="health")]
