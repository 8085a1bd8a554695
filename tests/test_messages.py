"""Every word of the product has its English: none blank, none guessed, none left over."""

import ast
import re

import polib
import pytest

from tools.words import (
    SOURCE,
    Unreadable,
    Word,
    blank,
    catalogue,
    in_python,
    in_template,
    renewed,
    words,
)

PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|%%|\{\w*\}")


@pytest.fixture(scope="module")
def english() -> polib.POFile:
    return catalogue()


def test_the_catalogue_holds_every_word_and_no_other(english: polib.POFile) -> None:
    held = {(e.msgctxt, e.msgid) for e in english if not e.obsolete}
    assert {word.key for word in words()} == held, "run: make words"


def test_every_word_has_its_english(english: polib.POFile) -> None:
    assert [e.msgid for e in english if blank(e)] == []


def test_nothing_is_guessed(english: polib.POFile) -> None:
    assert [e.msgid for e in english if e.fuzzy or e.obsolete] == []


def test_the_english_is_not_chinese(english: polib.POFile) -> None:
    chinese = re.compile(r"[\u4e00-\u9fff]")
    said = [(e.msgid, s) for e in english for s in (e.msgstr, *e.msgstr_plural.values())]
    assert [pair for pair in said if chinese.search(pair[1])] == []


def test_what_is_filled_in_is_the_same_in_both(english: polib.POFile) -> None:
    for entry in english:
        for said in entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,):
            assert sorted(PLACES.findall(said)) == sorted(PLACES.findall(entry.msgid)), entry.msgid


def test_words_are_found_wherever_they_stand() -> None:
    code = '_("甲")\nngettext_lazy("%s 件", "%s 件们", n)\npgettext("月", "自")\nother("乙")'
    assert list(in_python(code, "x.py")) == [
        Word("甲"),
        Word("%s 件", "%s 件们"),
        Word("自", context="月"),
    ]
    page = """{% translate "丙" %}{% button _("丁") name %}{{ x|default:_('戊') }}
        {% blocktranslate with n=1 trimmed %}共 {{ n }}
        件{% endblocktranslate %}{% translate "自" context "日" %}"""
    assert list(in_template(page, "x.html")) == [
        Word("丙"),
        Word("丁"),
        Word("戊"),
        Word("共 %(n)s 件"),
        Word("自", context="日"),
    ]


def test_a_word_that_is_not_written_out_is_a_fault() -> None:
    with pytest.raises(Unreadable, match=r"x\.py:1"):
        list(in_python('_(f"第 {n} 件")', "x.py"))


def test_a_new_word_is_blank_and_never_takes_a_neighbours_english() -> None:
    old = polib.POFile()
    old.append(polib.POEntry(msgid="待复核", msgstr="to be checked"))
    old.append(polib.POEntry(msgid="待签收", msgstr="to be taken", flags=["fuzzy"]))
    new = renewed(old, {Word("待复核"): ["a"], Word("待复查"): ["a"], Word("待签收"): ["b"]})
    assert {e.msgid: e.msgstr for e in new} == {
        "待复核": "to be checked",
        "待复查": "",
        "待签收": "",
    }


def test_what_fetches_a_word_goes_by_a_name_that_the_catalogue_knows() -> None:
    """`gettext as _now` would hide its words from whoever renews the catalogue."""
    aliases = [
        f"{path.name}:{node.lineno}: {name.name} as {name.asname}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if name.asname not in {None, "_"}
    ]
    assert aliases == []
