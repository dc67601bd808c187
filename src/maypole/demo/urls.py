"""Only in demo mode: see `views.only_in_demo`."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("demo", views.personas, name="demo"),
    path("demo/sign-in", views.sign_in, name="demo_sign_in"),
]
