"""The register of equipment; trials and loans hang on the child."""

from django.urls import URLPattern, URLResolver, path

from . import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("equipment", views.equipment, name="equipment"),
    path("equipment/new", views.equipment_new, name="equipment_new"),
    path("equipment/<uuid:equipment>", views.equipment_item, name="equipment_item"),
    path("equipment/<uuid:equipment>/checks", views.equipment_check, name="equipment_check"),
    path("equipment/<uuid:equipment>/state", views.equipment_state, name="equipment_state"),
    path("children/<uuid:child>/equipment", views.child_equipment, name="child_equipment"),
    path("children/<uuid:child>/equipment/trials", views.equipment_trials, name="equipment_trials"),
    path("children/<uuid:child>/equipment/loans", views.equipment_loans, name="equipment_loans"),
    path("loans/<uuid:loan>/return", views.loan_return, name="loan_return"),
]
