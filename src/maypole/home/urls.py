"""Games at home: the family's week, and the programme a therapist keeps."""

from django.urls import URLPattern, URLResolver, path

from . import fidelity_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("week", views.week, name="week"),
    path("children/<uuid:child>/home", views.home_programme, name="home_programme"),
    path("children/<uuid:child>/home/new", views.home_activity_new, name="home_activity_new"),
    path("children/<uuid:child>/fidelity", fidelity_views.fidelity, name="fidelity"),
    path("fidelity/<uuid:check>/withdrawal", fidelity_views.fidelity_withdrawal, name="fidelity_withdrawal"),
    path("home/<uuid:activity>/end", views.home_activity_end, name="home_activity_end"),
    path("home/<uuid:activity>/practice", views.practice, name="practice"),
    path("practice/<uuid:log>/withdrawal", views.practice_withdrawal, name="practice_withdrawal"),
]
