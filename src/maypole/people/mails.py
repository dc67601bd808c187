"""Short mails to people who work here. They hold no child's name and nothing clinical."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from .models import StaffMember


def mail_staff(staff: StaffMember, template: str, where: str, keys: Sequence[object] = (), **words: object) -> None:
    """One mail in the colleague's own language, its subject the template's first line, with a link to a page."""
    assert staff.user is not None
    link = settings.ADDRESS + reverse(where, args=list(keys)) if settings.ADDRESS else ""
    with translation.override(staff.user.language):
        told = {"staff": staff, "clinic": staff.organisation, "link": link, **words}
        subject, _line, text = render_to_string(template, told).strip().partition("\n")
        send_mail(subject, text.strip() + "\n", None, [staff.user.email])
