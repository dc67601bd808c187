"""{{ form }} in our renderer: labels, hints, errors and a summary that leads to each of them."""

import re

import pytest
from django import forms
from django.utils.safestring import SafeString

from maypole.web.gallery import ExampleForm


class Ask(forms.Form):
    name = forms.CharField(label="Name", help_text="As on the card")
    mood = forms.ChoiceField(label="Mood", choices=[("a", "Keen\nsmiles"), ("b", "Tired")], widget=forms.RadioSelect)
    sure = forms.BooleanField(label="Sure")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, object]:
        if self.cleaned_data.get("name") == "nobody":
            raise forms.ValidationError("Nobody can't ask.")
        return self.cleaned_data


def refused() -> SafeString:
    return Ask({}, prefix="p").render()


def test_labels_and_hints_belong_to_their_field() -> None:
    html = str(Ask())

    assert '<label for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext">As on the card' in html


def test_errors_are_named_by_the_field_they_belong_to() -> None:
    html = refused()

    assert 'aria-describedby="id_p-name_helptext id_p-name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count('id="id_p-name_error"') == 1


def test_the_summary_leads_to_every_refused_field() -> None:
    html = refused()
    targets = re.findall(r'<li><a href="#([^"]+)"', html)

    assert targets == ["id_p-name", "id_p-mood_0", "id_p-sure"]
    assert all(f'id="{target}"' in html for target in targets)
    assert "3 things need a look" in html
    assert 'tabindex="-1" data-focus' in html


def test_no_id_is_used_twice() -> None:
    ids = re.findall(r'\sid="([^"]+)"', ExampleForm({}, prefix="x").render())

    assert len(ids) == len(set(ids))


def test_a_choice_may_have_a_second_line() -> None:
    html = str(Ask())

    assert "<b>Keen</b><small>smiles</small>" in html
    assert "<span>Tired</span>" in html


def test_errors_of_the_whole_form_come_first_and_hidden_fields_are_kept() -> None:
    html = str(Ask({"name": "nobody", "mood": "a", "sure": "on"}))

    assert "<li>Nobody can&#x27;t ask.</li>" in html
    assert "One thing needs a look" in html
    assert '<input type="hidden" name="secret"' in html


@pytest.mark.parametrize("text", ["<i>x", '" autofocus onfocus="x'])
def test_what_was_typed_comes_back_escaped(text: str) -> None:
    html = str(Ask({"name": text}))

    assert text not in html
    assert "Nothing was saved yet" in html
