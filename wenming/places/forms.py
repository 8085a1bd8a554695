"""What a page says of a site: its name, and the attributes of its kind."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wenming.kit.sheets.faults import Fault as Wrong
from wenming.kit.sheets.faults import Unread, message
from wenming.places.attributes import Kinds, said, typed
from wenming.places.drafts import SiteChange
from wenming.places.models import Site

MOST = 200  # characters of an attribute
Property = Mapping[str, Any]


class SiteForm(forms.Form):
    """A site; a field for every attribute its kind knows, and for those it has besides."""

    name = forms.CharField(label=_("点位名称"), max_length=120)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    note = forms.CharField(
        label=_("备注"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    retired = forms.BooleanField(label=_("停用：不再抽查、不再派单，记录都保留"), required=False)

    def __init__(self, site: Site, data: Any = None) -> None:
        known = Kinds.known().properties(site.kind_id)
        self.properties = {label: known.get(label, {}) for label in {**known, **site.attributes}}
        begins: dict[str, Any] = {
            **{name: getattr(site, name) for name in ("name", "address", "note")},
            "retired": site.retired is not None,
        }
        for number, (label, _property) in enumerate(self.properties.items()):
            if label in site.attributes:
                begins[f"own_{number}"] = said(site.attributes[label])
        super().__init__(data, initial=begins)
        own = {f"own_{n}": asked(label, p) for n, (label, p) in enumerate(self.properties.items())}
        retired = self.fields.pop("retired")
        self.fields = {**self.fields, **own, "retired": retired}

    def clean(self) -> dict[str, Any]:
        """Attributes as their kind wants them; what cannot be read so is said at its field."""
        given = super().clean() or {}
        self.attributes: dict[str, Any] = {}
        for number, (label, known) in enumerate(self.properties.items()):
            name = f"own_{number}"
            try:
                value = typed(given.get(name) or "", str(known.get("type", "")))
            except Unread as unread:
                facts = {"column": label, **unread.facts}
                said_so = message(Wrong("", "", unread.code, facts), get_language() or "zh")
                self.add_error(name, said_so)
                continue
            if value is not None:
                self.attributes[label] = value
        return given

    def change(self) -> SiteChange:
        """What was filled in."""
        given = self.cleaned_data
        return SiteChange(
            given["name"], given["address"], given["note"], self.attributes, given["retired"]
        )


def asked(label: str, known: Property) -> forms.Field:
    """The field of an attribute: a list where its kind has one, else a line of text."""
    if known.get("type") == "boolean":
        pairs = [("", _("未填")), ("是", _("是")), ("否", _("否"))]
        return forms.ChoiceField(label=label, choices=pairs, required=False)
    if values := known.get("enum"):
        listed: list[tuple[str, Any]] = [("", _("未填"))]
        listed += [(str(value), str(value)) for value in values]
        return forms.ChoiceField(label=label, choices=listed, required=False)
    return forms.CharField(label=label, max_length=MOST, required=False)
