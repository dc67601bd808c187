"""Planning a visit, preparing it with the family, changes of approach, feelings."""

from django.urls import URLPattern, URLResolver, path

from .views import approach, feelings, plan, preparation

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
    path("visits/<uuid:visit>/preparation", preparation.preparation_new, name="preparation_new"),
    path("preparations/<uuid:preparation>", preparation.preparation, name="preparation"),
    path("preparations/<uuid:preparation>/story", preparation.preparation_story, name="preparation_story"),
    path("stories", preparation.stories, name="stories"),
    path("stories/places/<uuid:site>", preparation.place_story, name="place_story"),
    path("stories/people/<uuid:person>", preparation.person_story, name="person_story"),
    path("children/<uuid:child>/approach", approach.approach, name="approach"),
    path("approach-changes", approach.approach_incidents, name="approach_incidents"),
    path("approach-changes/<uuid:change>/look", approach.approach_look, name="approach_look"),
    path("children/<uuid:child>/feelings", feelings.feelings, name="feelings"),
    path("children/<uuid:child>/feelings/scale", feelings.feeling_scale, name="feeling_scale"),
    path("feelings/<uuid:feeling>/removal", feelings.feeling_removal, name="feeling_removal"),
]
