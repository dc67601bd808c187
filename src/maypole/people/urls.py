"""Who a child is, who is around them, and the way in when it burns."""

from django.urls import URLPattern, URLResolver, path

from .views import details, emergency, licences, profile, sharing, supervision, team

urlpatterns: list[URLPattern | URLResolver] = [
    path("supervision", supervision.supervision, name="supervision"),
    path("licences", licences.licences, name="licences"),
    path("licences/<uuid:colleague>", licences.colleague_licences, name="colleague_licences"),
    path("licences/<uuid:colleague>/<uuid:licence>", licences.licence_edit, name="licence_edit"),
    path("children/<uuid:child>/about", profile.about, name="about"),
    path("children/<uuid:child>/precautions", profile.precautions, name="precautions"),
    path("children/<uuid:child>/precautions/<uuid:precaution>/end", profile.precaution_end, name="precaution_end"),
    path(
        "children/<uuid:child>/precautions/<uuid:precaution>/renewal",
        profile.precaution_renewal,
        name="precaution_renewal",
    ),
    path("children/<uuid:child>/status", profile.status, name="child_status"),
    path("children/<uuid:child>/team", team.team, name="team"),
    path("children/<uuid:child>/team/<uuid:member>/end", team.team_end, name="team_end"),
    path("children/<uuid:child>/carers/<uuid:relation>/invitation", team.carer_invitation, name="carer_invitation"),
    path("children/<uuid:child>/details", details.details, name="details"),
    path("children/<uuid:child>/carers", details.carers, name="carers"),
    path("children/<uuid:child>/carers/<uuid:relation>", details.carer, name="carer"),
    path("children/<uuid:child>/carers/<uuid:relation>/rights", details.carer_rights, name="carer_rights"),
    path("children/<uuid:child>/sharing", sharing.sharing, name="sharing"),
    path("children/<uuid:child>/sharing/new", sharing.sharing_new, name="sharing_new"),
    path("children/<uuid:child>/sharing/<uuid:party>", sharing.sharing_party, name="sharing_party"),
    path(
        "children/<uuid:child>/sharing/<uuid:party>/withdrawal", sharing.consent_withdrawal, name="consent_withdrawal"
    ),
    path(
        "children/<uuid:child>/sharing/questions/<uuid:question>/answer", sharing.consent_answer, name="consent_answer"
    ),
    path("emergency", emergency.emergency, name="emergency"),
    path("organisation", emergency.organisation, name="organisation"),
]
