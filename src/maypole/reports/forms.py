"""What a therapist fills in: which report, its words, how it is given, when it comes back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Child, Consent, OutsideParty
from maypole.plan.models import Goal
from maypole.web.areas import BY_CODE

from .actions import ReportRefused, Wanted, check_party
from .audiences import WRITTEN, written_parts
from .models import Audience, ReportSchedule, ReportText, ReportVersion

PERIOD = timedelta(days=90)
LONGEST = 8000


def date_input() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def parties_of(child: Child) -> QuerySet[OutsideParty]:
    """Outside parties this family has, or had, something to do with."""
    given = Consent.objects.filter(child=child).values("party")
    asked = child.consent_requests.values("party")
    known = OutsideParty.objects.filter(organisation_id=child.organisation_id)
    return (known.filter(pk__in=given) | known.filter(pk__in=asked)).order_by("name")


class ToForm(forms.Form):
    """For whom, and in which language."""

    audience = forms.ChoiceField(label=_("For whom?"), choices=Audience.choices, widget=forms.RadioSelect)
    party = forms.ModelChoiceField(
        label=_("Written to"), queryset=OutsideParty.objects.none(), required=False, empty_label="–"
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.child = child
        self.fields["party"] = forms.ModelChoiceField(
            label=_("Written to"),
            queryset=parties_of(child),
            required=False,
            empty_label=_("the family"),
            help_text=_("Nobody there? Add them under “Who sees what”: the family decides."),
        )
        self.fields["language"].initial = child.family_language()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("audience") == Audience.FAMILY:
            cleaned["party"] = None
        if "audience" in cleaned and "party" in cleaned:
            try:
                check_party(self.child, cleaned["audience"], cleaned["party"])
            except ReportRefused as refused:
                self.add_error("party", refused.messages[0])
        return cleaned


class ReportForm(ToForm):
    starts_on = forms.DateField(label=_("From"), widget=date_input())
    ends_on = forms.DateField(label=_("To"), widget=date_input())
    wanted_on = forms.DateField(label=_("Wanted by"), widget=date_input(), required=False)

    def __init__(self, *args: Any, child: Child, **kwargs: Any) -> None:
        super().__init__(*args, child=child, **kwargs)
        today = timezone.localdate()
        self.fields["starts_on"].initial, self.fields["ends_on"].initial = today - PERIOD, today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        start, end = cleaned.get("starts_on"), cleaned.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Choose a day after the first one."))
        if end and end > timezone.localdate():
            self.add_error("ends_on", _("Choose today or a day before: a report tells what was."))
        return cleaned

    def wanted(self) -> Wanted:
        given = self.cleaned_data
        return Wanted(
            given["audience"], given["party"], given["language"], given["starts_on"], given["ends_on"],
            given["wanted_on"],
        )  # fmt: skip


class ScheduleForm(ToForm):
    first_on = forms.DateField(label=_("First on"), widget=date_input())
    every_months = forms.ChoiceField(
        label=_("Then every"),
        choices=[(3, _("3 months")), (4, _("4 months, as school terms")), (6, _("6 months")), (12, _("year"))],
    )

    field_order = ["audience", "party", "first_on", "every_months", "language"]

    def clean_first_on(self) -> date:
        first_on: date = self.cleaned_data["first_on"]
        if first_on <= timezone.localdate():
            raise forms.ValidationError(_("Choose a later day."))
        return first_on

    def schedule(self) -> ReportSchedule:
        """The unsaved schedule."""
        given = self.cleaned_data
        return ReportSchedule(
            audience=given["audience"],
            party=given["party"],
            language=given["language"],
            first_on=given["first_on"],
            every_months=int(given["every_months"]),
        )


class Later(forms.CharField):
    """Words that are needed for signing, and may be missing in a draft."""

    def validate(self, value: str) -> None:
        """An empty draft is a draft."""


class WordsForm(forms.Form):
    """The parts of a draft that somebody writes, and the goals it tells of. Autosaved, so nothing is refused here."""

    def __init__(self, *args: Any, version: ReportVersion, goals: list[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        told = {row.part: row.text for row in ReportText.objects.filter(version=version)}
        for part in written_parts(version.report.audience):
            self.fields[part.value] = Later(
                label=str(WRITTEN[part].title),
                help_text=str(WRITTEN[part].hint),
                max_length=LONGEST,
                required=WRITTEN[part].required,
                initial=told.get(part, ""),
                widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST, "lang": version.report.language}),
            )
        self.fields["goals"] = forms.MultipleChoiceField(
            label=_("Which goals does it tell of?"),
            required=False,
            choices=[(str(goal.pk), f"{goal.title}\n{BY_CODE[goal.area].name}") for goal in goals],
            initial=version.chosen,
            widget=forms.CheckboxSelectMultiple,
        )
        self.parts = [part.value for part in written_parts(version.report.audience)]

    def texts(self) -> dict[str, str]:
        return {part: self.cleaned_data[part] for part in self.parts}

    def goals(self) -> list[str]:
        return list(self.cleaned_data["goals"])


class WhyForm(forms.Form):
    why = forms.CharField(label=_("What changes, and why?"), max_length=300)
