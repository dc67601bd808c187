"""Planning a visit, preparing it with the family, changes of approach, feelings."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
