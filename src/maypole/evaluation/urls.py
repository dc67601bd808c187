"""Pages of this slice."""

from django.urls import URLPattern, URLResolver, path

from . import transfer_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/evaluations", views.evaluations, name="evaluations"),
    path("children/<uuid:child>/evaluations/new", views.evaluation_new, name="evaluation_new"),
    path("evaluations/<uuid:evaluation>", views.evaluation, name="evaluation"),
    path("evaluations/<uuid:evaluation>/edit", views.evaluation_edit, name="evaluation_edit"),
    path("evaluations/<uuid:evaluation>/signature", views.evaluation_signature, name="evaluation_signature"),
    path("children/<uuid:child>/transfers/new", transfer_views.transfer_new, name="transfer_new"),
    path("transfers/<uuid:transfer>/withdrawal", transfer_views.transfer_withdrawal, name="transfer_withdrawal"),
]
