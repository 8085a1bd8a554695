"""Form fields: label above, hint below, the error where the eye is, a summary with links on top.

Django writes aria-invalid and aria-describedby on the widget itself; the ids here match them.
"""

from typing import Any

from django import template
from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

register = template.Library()
LONG = 12  # more choices than these stand in a box of their own that scrolls


@register.inclusion_tag("web/parts/field.html")
def field(bound: BoundField, *, need: str = "") -> dict[str, Any]:
    """One field of a form. `need` replaces the word beside a field that must be filled."""
    widget = bound.field.widget
    kind = "one"
    if isinstance(widget, CheckboxInput):
        kind = "tick"
    elif isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        kind = "many"
    if str(widget.attrs.get("placeholder", "")) == str(bound.label):
        del widget.attrs["placeholder"]  # said above it already, and gone once one writes
    long = kind == "many" and len(bound.subwidgets) > LONG
    return {
        "field": bound,
        "kind": kind,
        "need": need,
        "required": bound.field.required,
        "long": long,
    }


@register.inclusion_tag("web/parts/form_fields.html")
def form_fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form: the summary of errors, the hidden ones, then each in its order."""
    return {"form": form}


@register.inclusion_tag("web/parts/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is to be put right, with links to the fields; nothing when all is well."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    hidden = [error for bound in form.hidden_fields() for error in bound.errors]
    return {"wrong": wrong, "general": [*form.non_field_errors(), *hidden]}
