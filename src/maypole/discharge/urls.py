"""Ending well, and the way back."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/goodbye", views.goodbye, name="goodbye"),
    path("children/<uuid:child>/goodbye/edit", views.goodbye_edit, name="goodbye_edit"),
    path("children/<uuid:child>/goodbye/completion", views.goodbye_completion, name="goodbye_completion"),
    path("children/<uuid:child>/goodbye/certificate", views.goodbye_certificate, name="goodbye_certificate"),
    path("children/<uuid:child>/comeback", views.comeback, name="comeback"),
    path("follow-ups/<uuid:follow_up>", views.follow_up, name="follow_up"),
    path("goals/<uuid:goal>/family-word", views.goal_word, name="goal_word"),
    path("clinic/goodbyes", views.goodbyes, name="goodbyes"),
]
