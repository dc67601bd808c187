"""How every form looks: FORM_RENDERER = "maypole.web.forms.Renderer", then {{ form }} is enough.

A choice's label may have a second line, which is shown smaller: _("Keep going\\nSame plan, look again soon").
"""

from __future__ import annotations

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Select, Textarea
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

    def build_widget_attrs(self, attrs: dict[str, object], widget: object = None) -> dict[str, object]:
        built: dict[str, object] = super().build_widget_attrs(attrs, widget)  # type: ignore[arg-type]
        shown = widget or self.field.widget
        if not isinstance(shown, (*_TILES, CheckboxInput)) or isinstance(shown, Select):
            own = self.field.widget.attrs.get("class", "")
            built["class"] = f"input {own}".strip()
        if isinstance(shown, Textarea) and "rows" not in self.field.widget.attrs:
            built["rows"] = 3
        if isinstance(shown, FileInput):
            built["class"] = "input input--file"
        return built


class Renderer(DjangoTemplates):
    form_template_name = "maypole/components/form.html"
    field_template_name = "maypole/components/field.html"
    bound_field_class = MaypoleBoundField
