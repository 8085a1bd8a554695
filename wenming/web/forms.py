"""Fields of forms as text: Django lays each option of a list out as a template of its own.

A page with a few forms on it holds hundreds of options, so the plain ones are written here and
everything else is left to Django. Named by the setting FORM_RENDERER.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.forms import ChoiceField, Form, ModelChoiceField
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"


def among(form: Form, name: str, rows: QuerySet[Any]) -> None:
    """Let a field of a form choose among these rows."""
    field = form.fields[name]
    if not isinstance(field, ModelChoiceField):
        raise TypeError(name)
    field.queryset = rows


def one_of(form: Form, name: str, pairs: list[tuple[str, Any]]) -> None:
    """Let a field of a form choose among these values, each with its word."""
    field = form.fields[name]
    if not isinstance(field, ChoiceField):
        raise TypeError(name)
    field.choices = pairs


def attributes(widget: Widget) -> str:
    """Its attributes: one that is True stands alone, one that is False not at all."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def line(widget: Widget) -> str:
    """A field of one line, a tick, or what nobody sees."""
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    value = widget["value"]
    said = "" if value is None else f' value="{conditional_escape(str(value))}"'
    return f'<input type="{kind}" name="{name}"{said}{attributes(widget)}>'


def file(widget: Widget) -> str | None:
    """A file to be chosen; None where one is there already."""
    if widget.get("is_initial"):
        return None
    name = conditional_escape(widget["name"])
    return f'<input type="file" name="{name}"{attributes(widget)}>'


def lines(widget: Widget) -> str:
    """Some lines of text."""
    name, value = conditional_escape(widget["name"]), conditional_escape(widget["value"] or "")
    return f'<textarea name="{name}"{attributes(widget)}>\n{value}</textarea>'


def choice(widget: Widget) -> str:
    """A list to choose from."""
    name = conditional_escape(widget["name"])
    return f'<select name="{name}"{attributes(widget)}>{"".join(options(widget))}</select>'


def options(widget: Widget) -> Iterator[str]:
    """The lines of a list, under their headings where it has any."""
    for group, members, _at in widget["optgroups"]:
        if group:
            yield f'<optgroup label="{conditional_escape(group)}">'
        for one in members:
            value, label = conditional_escape(str(one["value"])), conditional_escape(one["label"])
            yield f'<option value="{value}"{attributes(one)}>{label}</option>'
        if group:
            yield "</optgroup>"


WRITTEN: Mapping[str, Callable[[Widget], str | None]] = {
    f"{FOLDER}{name}.html": write
    for write, names in (
        (line, "input text number email url password hidden date datetime time checkbox"),
        (file, "file clearable_file_input"),
        (lines, "textarea"),
        (choice, "select"),
    )
    for name in names.split()
}


class Fields(DjangoTemplates):
    """Writes plain fields itself."""

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """A field, or whatever else Django has a template for."""
        write = WRITTEN.get(template_name)
        written = write(context["widget"]) if write else None
        if written is None:
            return super().render(template_name, context, request)
        return mark_safe(written)  # noqa: S308 - every value in it is escaped
