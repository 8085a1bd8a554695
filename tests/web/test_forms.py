"""Fields written as text are the fields that Django's templates would have laid out."""

import re
from datetime import date

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms.renderers import DjangoTemplates

from wenming.web.forms import Fields

NASTY = "\"><script>alert('1')</script>&amp;"
GROUPS = [("", "无"), ("区", [(1, "第一"), (NASTY, NASTY)]), (None, "未知")]


class Everything(forms.Form):
    """One field of every kind that our forms have."""

    words = forms.CharField(max_length=20, initial=NASTY, help_text="说明")
    none = forms.CharField(required=False)
    number = forms.IntegerField(min_value=0, initial=1234567)
    day = forms.DateField(initial=date(2026, 3, 2), widget=forms.DateInput(attrs={"type": "date"}))
    tick = forms.BooleanField(initial=True)
    hidden = forms.IntegerField(widget=forms.HiddenInput, initial=3)
    secret = forms.CharField(widget=forms.PasswordInput, initial="x")
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), initial=f"一\n{NASTY}")
    blank = forms.CharField(widget=forms.Textarea, required=False)
    one = forms.ChoiceField(choices=GROUPS, initial=NASTY)
    many = forms.MultipleChoiceField(
        choices=GROUPS,
        initial=[1, ""],
        widget=forms.SelectMultiple(attrs={"size": 5, "data-x": False}),
    )
    file = forms.FileField()
    again = forms.FileField(initial=SimpleUploadedFile("a.txt", b""), required=False)
    radio = forms.ChoiceField(choices=[("a", "甲"), ("b", "乙")], widget=forms.RadioSelect)
    mail, site = forms.EmailField(initial="a@b.cn"), forms.URLField(assume_scheme="https")


def tidy(text: str) -> str:
    """Without the blanks between tags."""
    return re.sub(r">\s+<", "><", text)


@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("name", list(Everything.base_fields))
def test_a_field_is_written_as_django_lays_it_out(name: str, bound: bool) -> None:
    data = {"words": NASTY, "one": "1", "many": ["1"], "tick": "on"} if bound else None
    ours = Everything(data, renderer=Fields())
    theirs = Everything(data, renderer=DjangoTemplates())
    assert tidy(str(ours[name])) == tidy(str(theirs[name]))


def test_what_is_not_written_here_is_left_to_django() -> None:
    assert '<input type="radio"' in str(Everything(renderer=Fields())["radio"])
