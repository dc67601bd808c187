"""The roster: groups that are real, their terms, rules and times, and what families are asked."""

from django.urls import URLPattern, URLResolver, path

from .views import family, roster, rules

urlpatterns: list[URLPattern | URLResolver] = [
    path("groups", roster.groups, name="groups"),
    path("groups/terms", rules.group_terms, name="group_terms"),
    path("groups/terms/<uuid:term>", rules.group_term, name="group_term"),
    path("groups/rules", rules.group_rules, name="group_rules"),
    path("groups/times", rules.group_times, name="group_times"),
    path("groups/times/staff/<uuid:person>", rules.staff_times, name="staff_times"),
    path("groups/times/rooms/<uuid:room>", rules.room_times, name="room_times"),
    path("groups/questions", roster.group_questions, name="group_questions"),
    path("groups/questions/<uuid:asked>", family.group_question, name="group_question"),
    path("groups/questions/<uuid:asked>/paper", roster.group_paper, name="group_paper"),
    path("groups/<uuid:group>", roster.group, name="group"),
    path("groups/<uuid:group>/joining", roster.group_joining, name="group_joining"),
    path("groups/<uuid:group>/memberships/<uuid:membership>/end", roster.group_leaving, name="group_leaving"),
    path("groups/<uuid:group>/second-adult", roster.group_adult, name="group_adult"),
    path("groups/<uuid:group>/dates", roster.group_dates, name="group_dates"),
    path("children/<uuid:child>/groups", family.child_groups, name="child_groups"),
]
