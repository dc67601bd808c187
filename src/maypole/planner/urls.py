"""Planning a visit, preparing it with the family, changes of approach, feelings."""

from django.urls import URLPattern, URLResolver, path

from .views import plan

urlpatterns: list[URLPattern | URLResolver] = [
    path("visits/<uuid:visit>/plan", plan.visit_plan, name="visit_plan"),
    path("visits/<uuid:visit>/plan/games", plan.visit_games, name="visit_games"),
    path("games/<uuid:game>/removal", plan.game_removal, name="game_removal"),
    path("games/<uuid:game>/renewal", plan.game_renewal, name="game_renewal"),
    path("games/<uuid:game>/place", plan.game_place, name="game_place"),
    path("games/<uuid:game>/adjustment", plan.game_adjustment, name="game_adjustment"),
    path("visits/<uuid:visit>/plan/equipment", plan.visit_equipment, name="visit_equipment"),
    path(
        "visits/<uuid:visit>/plan/equipment/<uuid:chosen>/removal",
        plan.visit_equipment_removal,
        name="visit_equipment_removal",
    ),
]
