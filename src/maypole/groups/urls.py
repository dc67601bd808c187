"""Company: the studio, the roster, the group's visit, and what a family is asked and sees of it."""

from django.urls import URLPattern, URLResolver, path

from . import roster_urls
from .views import company, dates, studio, studio_families, visit

urlpatterns: list[URLPattern | URLResolver] = [
    path("children/<uuid:child>/company", company.company, name="company"),
    path("children/<uuid:child>/company/seen", company.company_seen, name="company_seen"),
    path("children/<uuid:child>/company/how", company.company_how, name="company_how"),
    path("children/<uuid:child>/company/skills", company.company_skills, name="company_skills"),
    path("children/<uuid:child>/company/times", company.company_times, name="company_times"),
    path("children/<uuid:child>/company/wishes", company.company_wishes, name="company_wishes"),
    path("children/<uuid:child>/company/wishes/<uuid:wish>/end", company.company_wish_end, name="company_wish_end"),
    path("children/<uuid:child>/company/step", company.company_step, name="company_step"),
    path("groups/studio", studio.studio, name="studio"),
    path("groups/studio/<uuid:arrangement>", studio.proposal, name="proposal"),
    path("groups/studio/<uuid:arrangement>/children/<uuid:child>", studio.proposal_child, name="proposal_child"),
    path("groups/studio/<uuid:arrangement>/moves", studio.proposal_moves, name="proposal_moves"),
    path("groups/studio/<uuid:arrangement>/undo", studio.proposal_undo, name="proposal_undo"),
    path("groups/studio/<uuid:arrangement>/locks", studio.proposal_locks, name="proposal_locks"),
    path("groups/studio/<uuid:arrangement>/groups", studio.proposal_groups, name="proposal_groups"),
    path("groups/studio/<uuid:arrangement>/solution", studio.proposal_solution, name="proposal_solution"),
    path("groups/studio/<uuid:arrangement>/wish", studio_families.proposal_wish, name="proposal_wish"),
    path("groups/studio/<uuid:arrangement>/questions", studio_families.proposal_questions, name="proposal_questions"),
    path("groups/studio/<uuid:arrangement>/return", studio_families.proposal_return, name="proposal_return"),
    path("groups/studio/<uuid:arrangement>/removal", studio_families.proposal_removal, name="proposal_removal"),
    path(
        "groups/studio/<uuid:arrangement>/publication",
        studio_families.proposal_publication,
        name="proposal_publication",
    ),
    *roster_urls.urlpatterns,
    path("groups/visits/<uuid:group_visit>", dates.group_date, name="group_date"),
    path("groups/visits/<uuid:group_visit>/scenario", dates.group_scenario, name="group_scenario"),
    path("groups/visits/<uuid:group_visit>/off", dates.group_off, name="group_off"),
    path("groups/visits/<uuid:group_visit>/notes", visit.group_notes, name="group_notes"),
    path("groups/visits/<uuid:group_visit>/shared", visit.group_shared, name="group_shared"),
    path("groups/visits/<uuid:group_visit>/notes/<uuid:visit>", visit.group_note, name="group_note"),
]
