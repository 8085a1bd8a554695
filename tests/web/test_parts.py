"""The parts of a page say what they mean, in words as well as in colour, and never trust their input."""

from datetime import UTC, date, datetime
from pathlib import Path
from re import findall

import pytest
import time_machine
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client, RequestFactory, override_settings
from django.utils import translation

from wenming.web.display import Display
from wenming.web.filters import Option
from wenming.web.shapes import Estimated, Happened, Stage
from wenming.web.templatetags.marks import ICONS

pytestmark = pytest.mark.urls("tests.web.urls")
BAD = "<script>alert(1)</script>"


def drawn(text: str, **facts: object) -> str:
    request = RequestFactory().get("/plain/")
    return Template(text).render(Context({"display": Display(request), "BAD": BAD, **facts}))


@pytest.mark.parametrize(
    ("minutes", "css", "words"),
    [(-390, "late", "超 6.5 工时"), (180, "soon", "余 3 工时"), (0, "soon", "余 0 工时")],
)
def test_a_limit_is_clock_word_and_colour_together(minutes: int, css: str, words: str) -> None:
    mark = drawn("{% due minutes %}", minutes=minutes)
    assert f'class="{css}"' in mark
    assert "#clock" in mark
    assert words in mark


def test_a_limit_far_off_is_plain_words_and_a_stopped_one_says_so() -> None:
    assert drawn("{% due 4000 %}") == "<span>余 66.7 工时</span>"
    assert "停计" in drawn("{% due None %}")


@pytest.mark.parametrize(("days", "words"), [(-3, "超 3 天"), (0, "今日到期"), (9, "余 9 天")])
def test_days_left_are_said_in_words(days: int, words: str) -> None:
    assert words in drawn("{% due_days days %}", days=days)


def test_a_state_is_a_ring_and_a_word() -> None:
    assert drawn('{% state "fixed" "待复核" %}') == (
        '<span class="state" data-state="fixed" data-look="three">待复核</span>'
    )
    assert 'data-look="open"' in drawn('{% state "never heard of" "?" %}')
    assert 'data-look="ended"' in drawn('{% state "fixed" "?" look="ended" %}')


def test_a_figure_without_a_link_must_be_a_constant() -> None:
    assert drawn('{% figure 214 "/cases/" %}') == '<a class="no " href="/cases/">214</a>'
    assert drawn("{% figure 420 const=True %}") == '<b class="no ">420</b>'
    with pytest.raises(ValueError, match="records"):
        drawn("{% figure 214 %}")


def test_an_estimate_shows_its_margin() -> None:
    assert "± 1.2" in drawn("{% score 87.36 1.2 %}")
    assert "无得分" in drawn("{% score None None %}")


def test_an_interval_is_cut_to_its_scale_and_heard_as_it_is() -> None:
    bar = drawn("{% interval 72 65.5 78 least=70 most=75 goal=74 %}")
    assert "--min:70;--max:75;--lo:70;--at:72;--hi:75;--goal:74" in bar
    assert 'aria-label="65.5 至 78.0"' in bar


@pytest.mark.parametrize(
    "text",
    [
        "{% state 'x' BAD %}",
        "{% late BAD %}",
        "{% figure BAD '/x' %}",
        "{% figure 1 BAD %}",
        "{% crumbs '/x/' BAD BAD %}",
        "{% page_head BAD BAD %}{{ BAD }}{% endpage_head %}",
        "{% section 'a' BAD BAD %}{{ BAD }}{% endsection %}",
        "{% tally BAD %}{% count BAD BAD '/x' note=BAD late=True %}{% endtally %}",
        "{% facts %}{% fact BAD BAD BAD %}{% endfacts %}",
        "{% empty BAD BAD '/x' BAD %}",
        "{% notice 'bad' '/x' BAD %}{{ BAD }}{% endnotice %}",
        "{% photo BAD BAD BAD %}{{ BAD }}{% endphoto %}",
        "{% dialog 'a' BAD %}{{ BAD }}{% enddialog %}",
        "{% button BAD 'a' BAD %}{% button BAD why=BAD %}{% go BAD BAD %}{% opens 'a' BAD %}",
        "{% tabs BAD %}{% tab BAD BAD BAD %}{% endtabs %}",
        "{% label BAD %}{% stamp BAD %}{% progress 1 2 BAD %}",
        "{% map_of BAD BAD %}",
    ],
)
def test_no_part_lets_markup_through(text: str) -> None:
    assert BAD not in drawn(text)


def test_every_icon_is_in_the_sprite_and_no_other(client: Client) -> None:
    sprite = Path("wenming/web/static/web/icons.svg").read_text()
    assert set(findall(r'id="([a-z]+)"', sprite)) == ICONS
    with pytest.raises(KeyError, match="rocket"):
        drawn('{% icon "rocket" %}')


def test_crumbs_begin_at_the_first_page_and_end_at_this_one() -> None:
    trail = drawn("{% crumbs 'cases:list' '整改单' '1187 号' %}")
    assert trail.index("工作台") < trail.index('href="/cases/"') < trail.index("1187 号")
    assert '<li aria-current="page">1187 号</li>' in trail
    with pytest.raises(TemplateSyntaxError, match="nowhere"):
        drawn("{% crumbs 'nowhere:list' 'x' 'y' %}")


def test_a_count_of_nought_is_not_late() -> None:
    assert "late" not in drawn('{% count "已超期" 0 "/cases/" late=True %}')
    assert "late" in drawn('{% count "已超期" 2 "/cases/" late=True %}')


def test_a_fact_that_is_not_there_is_left_out_or_explained() -> None:
    assert drawn('{% fact "备注" "" %}') == ""
    assert "没有" in drawn('{% fact "协办" None blank="没有" %}')
    assert "<dd>0</dd>" in drawn('{% fact "处数" 0 %}')


def test_stages_tell_what_is_done_and_what_is_now() -> None:
    line = drawn("{% steps s %}", s=[Stage("立案", stands="done"), Stage("复核", stands="now")])
    assert '<li class="done">立案</li>' in line
    assert '<li aria-current="step">复核</li>' in line


def test_acts_name_who_did_what_when() -> None:
    at = datetime(2026, 5, 11, 2, 31, tzinfo=UTC)
    with time_machine.travel(datetime(2026, 6, 1, tzinfo=UTC)):
        line = drawn("{% acts a %}", a=[Happened("创城办", "派遣", "至 <鼓楼>", at=at)])
    assert "创城办 <b>派遣</b> 至 &lt;鼓楼&gt;" in line
    assert '<time datetime="2026-05-11T10:31+08:00">5月11日 10:31</time>' in line


def test_a_button_that_may_not_be_pressed_says_why() -> None:
    off = drawn('{% button "延期" "move" "extend" why="已报整改完成" %}')
    assert "disabled" in off
    assert 'aria-describedby="why-extend"' in off
    assert 'id="why-extend">已报整改完成' in off


@time_machine.travel(datetime(2026, 5, 20, tzinfo=UTC))
def test_days_are_said_without_leading_zeros_and_with_another_years_year() -> None:
    assert ">5月4日<" in drawn("{{ on|day }}", on=date(2026, 5, 4))
    assert ">2025年12月31日<" in drawn("{{ on|day }}", on=date(2025, 12, 31))
    assert ">5月5日<" in drawn("{{ on|day }}", on=datetime(2026, 5, 4, 16, 30, tzinfo=UTC))
    with translation.override("en"):
        assert ">4 May<" in drawn("{{ on|day }}", on=date(2026, 5, 4))
    assert drawn("{{ on|day }}{{ on|moment }}", on=None) == ""


@pytest.mark.parametrize(
    ("hundredths", "said"), [(120, "1.20"), (5, "0.05"), (-5, "-0.05"), (0, "0.00")]
)
def test_points_are_whole_hundredths(hundredths: int, said: str) -> None:
    assert drawn("{{ h|points }}", h=hundredths) == said


class Ask(forms.Form):
    """One of each kind of field that is drawn in its own way."""

    unit = forms.CharField(label="责任单位", help_text="全称")
    kind = forms.ChoiceField(label="类别", choices=[("a", "甲")], widget=forms.RadioSelect)
    tell = forms.BooleanField(label="告知")
    key = forms.CharField(widget=forms.HiddenInput)


def test_an_error_stands_under_its_field_and_the_field_points_to_it() -> None:
    page = drawn("{% form_fields form %}", form=Ask({}))
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_unit_helptext id_unit_error"' in page
    assert '<p class="error" id="id_unit_error">' in page
    assert '<div class="note" id="id_unit_helptext">全称</div>' in page
    assert '<fieldset class="field" id="id_kind" aria-describedby="id_kind_error">' in page
    assert 'id="id_tell_error"' in page


def test_the_summary_links_to_every_wrong_field_and_tells_of_hidden_ones() -> None:
    summary = drawn("{% form_errors form %}", form=Ask({}))
    assert "有 3 处要改" in summary
    for name in ("unit", "kind", "tell"):
        assert f'href="#id_{name}"' in summary
    assert "这个字段是必填项" in summary


def test_a_form_without_faults_has_no_summary() -> None:
    assert drawn("{% form_errors form %}", form=Ask()).strip() == ""
    assert "aria-invalid" not in drawn("{% form_fields form %}", form=Ask())


@pytest.mark.django_db
@override_settings(DEBUG=True)
def test_the_sheet_draws_every_part_in_both_languages(client: Client) -> None:
    for language in ("zh-hans", "en"):
        client.cookies["django_language"] = language
        assert client.get("/components/").status_code == 200
    assert client.get("/components/map.geojson").json()["type"] == "FeatureCollection"


def test_lines_of_scores_and_options_made_at_once_escape_what_they_are_given() -> None:
    lines = [
        Estimated("<i>", 87.36, 80.0, 94.0, 1.2, 7, 90, "/x?a=1&b=2", after=91.0),
        Estimated("甲", 70.0, 70.0, 70.0, None, 1, 2, "/y"),
    ]
    page = drawn("{% estimates lines %}", lines=lines)
    assert "&lt;i&gt;" in page
    assert "<i>" not in page
    assert page.count('href="/x?a=1&amp;b=2"') == 4
    assert page.count('href="/y"') == 3
    assert "± 1.2" in page
    choices = [Option('"', "<b>", False), Option("2", "乙", True)]
    assert drawn("{% options choices %}", choices=choices) == (
        '<option value="&quot;">&lt;b&gt;</option><option value="2" selected>乙</option>'
    )
