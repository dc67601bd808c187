"""Company: the studio, the roster, the group's visit, and what a family is asked and sees of it."""

from django.urls import URLPattern, URLResolver, path  # noqa: F401

urlpatterns: list[URLPattern | URLResolver] = []
