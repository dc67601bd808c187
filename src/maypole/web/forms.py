"""How every form looks: FORM_RENDERER = "maypole.web.forms.Renderer", then {{ form }} is enough.

A choice's label may have a second line, which is shown smaller: _("Keep going\\nSame plan, look again soon").
"""

from __future__ import annotations

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Textarea, Widget
from django.forms.renderers import DjangoTemplates
from django.utils.functional import cached_property

_TILES = (RadioSelect, CheckboxSelectMultiple)


class MaypoleBoundField(BoundField):
    """A bound field that knows which of our field shapes it takes."""

    @cached_property
    def shape(self) -> str:
        widget = self.field.widget
        if isinstance(widget, _TILES):
            return "tiles"
        if isinstance(widget, CheckboxInput):
            return "tick"
        return "group" if self.use_fieldset else "line"

    @cached_property
    def target(self) -> str:
        """The id the error summary links to: the first control a person can change."""
        return f"{self.auto_id}_0" if self.use_fieldset else self.auto_id

    @cached_property
    def optional(self) -> bool:
        return not self.field.required and self.shape != "tick"

    def build_widget_attrs(self, attrs: dict[str, str | bool], widget: Widget | None = None) -> dict[str, str | bool]:
        built = super().build_widget_attrs(attrs, widget)
        shown = widget or self.field.widget
        own = shown.attrs
        if not isinstance(shown, (*_TILES, CheckboxInput)):
            built["class"] = f"input {own.get('class', '')}".strip()
        if isinstance(shown, Textarea) and own.get("rows") == Textarea().attrs["rows"]:
            built["rows"] = "3"  # Django's ten rows push the next field off a phone
        return built


class Renderer(DjangoTemplates):
    form_template_name = "maypole/components/form.html"
    field_template_name = "maypole/components/field.html"
    bound_field_class = MaypoleBoundField
