"""Enquiries and steps in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maypole.people.present import months_in_words, whole_months

from .models import Enquiry, EnquiryStatus

CHIPS = {
    EnquiryStatus.State.RECEIVED: ("sun", "clock"),
    EnquiryStatus.State.CONTACTED: ("info", "chat"),
    EnquiryStatus.State.ACCEPTED: ("ok", "check"),
    EnquiryStatus.State.CLOSED: ("", "minus"),
}


def days_waited(since: datetime, today: date) -> str:
    """“since today”, “for 1 day”, “for 12 days”."""
    days = (today - timezone.localdate(since)).days
    return _("since today") if days < 1 else ngettext("for %(n)d day", "for %(n)d days", days) % {"n": days}


@dataclass(frozen=True)
class EnquiryLine:
    """One enquiry of the inbox. `child` is a name with an age, or “A child” when the family gave none."""

    enquiry: Enquiry
    child: str
    contact: str
    waited: str
    state: str
    chip: tuple[str, str]


def enquiry_line(enquiry: Enquiry, state: str, today: date) -> EnquiryLine:
    """Of an enquiry and its newest state."""
    child = enquiry.child_name or _("A child")
    if enquiry.child_born and enquiry.child_born <= today:
        told = months_in_words(whole_months(enquiry.child_born, today))
        child = _("%(name)s, %(age)s") % {"name": child, "age": told}
    word = EnquiryStatus.State(state)
    contact = enquiry.contact_name or enquiry.email or enquiry.phone
    return EnquiryLine(
        enquiry=enquiry,
        child=child,
        contact=contact or _("No contact left: they call with their number"),
        waited=days_waited(enquiry.received_at, today),
        state=str(word.label),
        chip=CHIPS[word],
    )
