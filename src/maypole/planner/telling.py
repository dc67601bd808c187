"""Who in a family is told, and the short mails that say so. Mails hold no child's name and nothing clinical."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from maypole.access.permissions import Permission
from maypole.people.models import Carer, CarerRelation, Organisation


def carers_who(child: UUID, permission: Permission) -> list[Carer]:
    """Carers with an account who may see this part of the child's record today; nobody a court keeps away."""
    rows = CarerRelation.objects.filter(child=child, ended_at__isnull=True, blocked=False, carer__user__isnull=False)
    related = rows.select_related("carer__user").order_by("pk")
    return [row.carer for row in related if permission in row.permissions]


def mail(carer: Carer, template: str, clinic: Organisation, where: str, key: object) -> None:
    """One mail in the carer's own language, with a link when the clinic named its address."""
    assert carer.user is not None
    link = settings.ADDRESS + reverse(where, args=[key]) if settings.ADDRESS else ""
    with translation.override(carer.user.language):
        words = {"carer": carer, "clinic": clinic, "link": link}
        subject, _line, text = render_to_string(template, words).strip().partition("\n")
        send_mail(subject, text.strip() + "\n", None, [carer.user.email])
