"""Looking honestly, and deciding."""

from django.urls import URLPattern, URLResolver, path

from . import agreement_views, family_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("goals/<uuid:goal>", views.goal, name="goal"),
    path("goals/<uuid:goal>/agreement", agreement_views.agreement, name="agreement"),
    path("goals/<uuid:goal>/reached", views.goal_reached, name="goal_reached"),
    path("reviews", views.reviews, name="reviews"),
    path("clinic/calibration", views.calibration, name="calibration"),
    path("children/<uuid:child>/review", views.review, name="review"),
    path("children/<uuid:child>/how-it-goes", family_views.how_it_goes, name="how_it_goes"),
    path("children/<uuid:child>/events", family_views.events, name="events"),
    path("events/<uuid:event>/withdrawal", family_views.event_withdrawal, name="event_withdrawal"),
]
