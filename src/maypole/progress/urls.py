"""Looking honestly, and deciding."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/<uuid:goal>", views.goal, name="goal"),
    path("reviews", views.reviews, name="reviews"),
    path("clinic/calibration", views.calibration, name="calibration"),
    path("children/<uuid:child>/review", views.review, name="review"),
]
