"""What is found is what brute force finds, by character, word, initials and pinyin."""

import re
import sqlite3
from collections.abc import Iterator

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from wenming.kit.find import WORDS, Query, grams, matches, normal, query, readings

CITY = (
    "杏林巷背街小巷 XG-2026-001187",
    "中国银行营业厅",
    "行政服务中心\n重庆路12号",
    "长城路长途汽车站",
    "音乐广场ＡＢＣ购物中心",
    "绿化广场（公共厕所）",
    "杏花村 林荫道",
    "策略研究所 2026年",
    "𠮷祥里社区",
)

texts = st.text("杏林巷行长乐绿略A林x1 2-。\n𠮷Ж", max_size=12)
words = st.text("杏林巷行长乐绿略x林ahnglivuey12𠮷Ж", min_size=1, max_size=7)


def found(wanted: str) -> list[int]:
    return [at for at, text in enumerate(CITY) if matches(text, query(wanted))]


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("林", [0, 6]),
        ("杏林", [0]),
        ("杏林巷", [0]),
        ("林杏", []),
        ("xlx", [0]),
        ("XLX", [0]),
        ("杏lx", [0]),
        ("xinglinxiang", [0]),
        ("xinglinxia", [0]),
        ("xinglin", [0]),
        ("linxi", [0]),
        ("zgyh", [1]),
        ("yinhang", [1]),
        ("hangzheng", [2]),
        ("xingzheng", [2]),
        ("cqlu", []),
        ("chongqinglu", [2]),
        ("zhongxin", [2, 4]),
        ("心重", []),
        ("changcheng", [3]),
        ("ccl", [3]),
        ("yygc", [4]),
        ("abc", [4]),
        ("ｇｏｕｗｕ", [4]),
        ("lvhua", [5]),
        ("lhgc", [5]),
        ("lüe", [7]),
        ("celue", [7]),
        ("1187", [0]),
        ("2026", [0, 7]),
        ("xg2026001187", [0]),
        ("XG-2026", [0]),
        ("路12", [2]),
        ("l12", [2]),
        ("(公共", [5]),
        ("巷 1187", [0]),
        ("杏　林", [0, 6]),
        ("林 1187 银行", []),
        ("杏花村林荫", [6]),
        ("𠮷", [8]),
        ("𠮷祥", [8]),
        ("。", list(range(9))),
    ],
)
def test_a_person_finds(typed: str, places: list[int]) -> None:
    assert found(typed) == places
    assert {at for at, text in enumerate(CITY) if query(typed).admits(grams(text))} >= set(places)


def test_nothing_is_found_across_two_fields() -> None:
    assert not matches("杏\n林", query("杏林"))
    assert matches("杏。林", query("杏林"))
    assert grams("杏", "林") == grams("杏\n林")


def test_a_query_of_marks_only_asks_for_nothing() -> None:
    assert not query(" 。！ ")
    assert query("林")
    assert query("林 林").words == ("林",)


def test_a_character_has_its_common_readings_and_no_more() -> None:
    assert readings("行") == ("xing", "hang", "heng")
    assert readings("略") == ("lve", "lue")
    assert readings("a") == readings("。") == readings("Ж") == ()
    assert len(readings("和")) == 3


def test_text_is_compared_without_width_case_and_marks() -> None:
    assert normal("ＡＢ－Ｃ１２、杏 林\r\nLÜ") == "abc12杏林\nlv"


@given(texts, words)
@example("行长", "xingzhang")
@example("长", "hang")
def test_the_index_never_misses_what_is_there(text: str, word: str) -> None:
    wanted = query(word)
    if matches(text, wanted):
        assert wanted.admits(grams(text))
    elif wanted.decided:
        assert not wanted.admits(grams(text))


@given(
    st.lists(st.sampled_from("杏林巷行长乐绿略x1Ж"), min_size=1, max_size=9).map("".join), st.data()
)
def test_every_piece_of_a_text_finds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    typed = [char if char in "x1Ж" else data.draw(ways_to_type(char)) for char in text[start:end]]
    wanted = query("".join(typed))
    assert matches(text, wanted)
    assert wanted.admits(grams(text))


def ways_to_type(char: str) -> st.SearchStrategy[str]:
    return st.sampled_from([char, *(reading[0] for reading in readings(char))])


@given(st.text("杏林巷行长乐绿略", min_size=1, max_size=6), st.data())
def test_every_whole_pinyin_finds_its_text(text: str, data: st.DataObject) -> None:
    typed = "".join(data.draw(st.sampled_from(readings(char))) for char in text)
    assert matches(f"在{text}口", query(typed))
    cut = data.draw(st.integers(1, len(typed)))
    assert matches(text, query(typed[:cut]))


@given(texts, words)
def test_a_word_without_letters_is_found_just_where_it_is_written(text: str, word: str) -> None:
    plain = re.sub("[a-z]", "", word)
    if plain:
        assert matches(text, query(plain)) == any(
            normal(plain) in normal(line) for line in text.split("\n")
        )


@given(texts, words)
def test_terms_and_literal_words_tell_together_where_a_query_is_plain(text: str, word: str) -> None:
    wanted = query(word)
    held = all(literal in normal(text) for literal in wanted.literal)
    if wanted.plain:
        assert matches(text, wanted) == (bool(wanted.admits(grams(text))) and held)
    else:
        assert held or not matches(text, wanted)


def test_long_words_of_characters_and_digits_are_literal_and_letters_are_not() -> None:
    assert query("占道经营 118 1187").literal == ("占道经营", "1187")
    assert query("占道经营 1187").plain
    assert query("杏林巷 xinglin").literal == ("杏林巷",)
    assert not query("杏林巷 xinglin").plain
    assert not query(" ".join(map(str, range(1000, 1999)))).plain


def test_one_and_two_characters_and_three_letters_are_decided_by_the_index() -> None:
    for typed in ("林", "杏林", "林1", "x", "xlx", "118", "lu", "杏 巷"):
        assert query(typed).decided, typed
    for typed in ("杏林巷", "杏l", "xlxb", "1187", "xinglin"):
        assert not query(typed).decided, typed


def test_many_words_are_all_looked_at_though_few_are_asked_for() -> None:
    many = query(" ".join("甲乙丙丁戊己庚辛壬"))
    assert len(many.ways) == WORDS
    assert not many.decided
    assert not matches("甲乙丙丁戊己庚辛", many)
    assert matches("甲乙丙丁戊己庚辛壬", many)


@pytest.mark.parametrize(
    "typed", ["xian" * 2_000 + "q", "a" * 9_000, "林" * 9_000, " ".join(map(str, range(999)))]
)
def test_an_endless_query_is_answered_soon_and_briefly(typed: str) -> None:
    wanted = query(typed)
    assert len(wanted.fts5) < 2_000
    assert not matches("杏林巷 XG-2026-001187", wanted)


def test_a_word_with_very_many_spellings_still_misses_nothing() -> None:
    text = "西安" * 6
    wanted = query("xian" * 6)
    assert matches(text, wanted)
    assert wanted.admits(grams(text))


# In a database


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table found using fts5(terms)")
    rows = ((at, " ".join(grams(text))) for at, text in enumerate(CITY))
    database.executemany("insert into found(rowid, terms) values (?, ?)", rows)
    yield database
    database.close()


def asked(index: sqlite3.Connection, wanted: Query) -> set[int]:
    sql = "select rowid from found where found match ?"
    return {at for (at,) in index.execute(sql, [wanted.fts5])}


@given(words)
@example("xinglinxiang")
@example("and")
def test_fts5_admits_just_what_is_said_here(index: sqlite3.Connection, word: str) -> None:
    wanted = query(word)
    if wanted:
        admitted = {at for at, text in enumerate(CITY) if wanted.admits(grams(text))}
        assert asked(index, wanted) == admitted


def test_every_term_is_one_plain_word_that_begins_with_a_letter() -> None:
    for text in CITY:
        assert all(re.fullmatch("[has][a-z0-9]+", term) for term in grams(text))
    assert re.fullmatch(r"[a-z0-9()&| ]+", query("杏林巷 xinglin 1187 杏lx").tsquery)
