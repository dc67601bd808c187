"""A file of published series, and what to call the collection it goes into."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from maypole.people.models import Organisation

LARGEST = 5 * 1024 * 1024


class UploadForm(forms.Form):
    title = forms.CharField(label=_("Name of the collection"), max_length=120, initial=_("Published series"))
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("One row a session: case, session, phase (A or B), outcome; more columns are welcome. Up to 5 MB."),
    )

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        slug = slugify(title)[:50]
        if not slug:
            raise forms.ValidationError(_("Use some letters."))
        if Organisation.objects.filter(slug=slug).exclude(kind=Organisation.Kind.RESEARCH).exists():
            raise forms.ValidationError(_("A clinic has this name. Published series need a collection of their own."))
        return title

    def clean_file(self) -> str:
        """The text of the file; the name is kept beside it."""
        given: UploadedFile[bytes] = self.cleaned_data["file"]
        if (given.size or 0) > LARGEST:
            raise forms.ValidationError(_("This file is larger than 5 MB. Split it, or use the command line."))
        try:
            text = str(given.read(), "utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("This is not a text file in UTF-8.")) from None
        if "\0" in text:
            raise forms.ValidationError(_("This is not a text file: it holds a zero byte."))
        return text
