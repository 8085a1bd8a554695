"""Finding Chinese text by one character, two, a word, its pinyin or its initials, on any database.

What a match is, is said once and simply by `matches`: some run of characters agrees with the query,
each with one of its own. A Chinese character agrees with itself and with the initial of any of its
common readings, so 杏林巷 is found by 林, by 林巷, by xlx and by 杏lx; a word of letters may also spell
whole readings, the last one perhaps unfinished (xinglinxia). Width, case, marks and blanks inside
the text do not matter; blanks in a query part words that must all be found.

A database finds candidates by an index of terms: `grams` of the text, held as one string of plain
words, which SQLite's FTS5 (unicode61) and PostgreSQL's 'simple' cut alike. `query` gives the terms to
ask for; they never miss a match. When `decided`, they admit nothing else either, as for one and two
characters; otherwise look for the `literal` words in the `normal` text of the candidates, or, where
the query is not `plain`, run `matches` over them.

Terms begin with their kind: h a Chinese (or other) character or two, by code point in hex; a one to
three letters, digits or initials in a row; s a reading.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, product, zip_longest

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
PLAIN = LETTERS | frozenset("0123456789")
WINDOW = 3
READINGS = 3
SPELLINGS = 48
WORD_TERMS = 24
WORDS = 8
SPELT_LETTERS = 40
SYLLABLES = frozenset(
    """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang
    cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan
    chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di
    dia dian diao die ding diu dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng
    fiao fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo
    ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian
    jiang jiao jie jin jing jiong jiu ju juan jue jun ka kai kan kang kao ke kei ken keng kong kou
    ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei len leng li lia lian liang liao
    lie lin ling liu lo long lou lu luan lue lun luo lv lve ma mai man mang mao me mei men meng mi
    mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie
    nin ning niu nong nou nu nuan nue nun nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian
    piao pie pin ping po pou pu qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun ran
    rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha
    shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si
    song sou su suan sui sun suo ta tai tan tang tao te tei teng ti tian tiao tie ting tong tou tu
    tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong
    xiu xu xuan xue xun ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun za zai zan zang
    zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai
    zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
    """.split()
)
"""Every reading in use, without tones; ü is written v, and üe both ve and ue."""
BEGINNINGS = frozenset(s[:size] for s in SYLLABLES for size in range(1, len(s)))
"""What an unfinished reading may look like."""


@dataclass(frozen=True, slots=True)
class Way:
    """Terms that are all there when a word is found in one way; `decided`: and only then."""

    terms: tuple[str, ...]
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a person typed: its words, and for each of the first few the ways it may be found."""

    words: tuple[str, ...]
    ways: tuple[tuple[Way, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def undecided(self) -> tuple[str, ...]:
        """The words of which the terms alone do not tell whether they are found."""
        asked = zip_longest(self.words, self.ways, fillvalue=())
        return tuple(str(w) for w, ways in asked if not (ways and all(way.decided for way in ways)))

    @property
    def decided(self) -> bool:
        """Whether the terms alone tell, so that candidates need no second look."""
        return not self.undecided

    @property
    def literal(self) -> tuple[str, ...]:
        """Undecided words without a letter: found where `normal` text holds them as they are."""
        return tuple(word for word in self.undecided if LETTERS.isdisjoint(word))[:WORDS]

    @property
    def plain(self) -> bool:
        """Whether the terms and the literal words tell together."""
        return self.literal == self.undecided

    @property
    def fts5(self) -> str:
        """The terms as a MATCH expression of SQLite's FTS5."""
        return self._written(" AND ", " OR ")

    @property
    def tsquery(self) -> str:
        """The terms as PostgreSQL's to_tsquery('simple', …) reads them."""
        return self._written(" & ", " | ")

    def _written(self, both: str, either: str) -> str:
        words = (either.join(f"({both.join(way.terms)})" for way in ways) for ways in self.ways)
        return both.join(f"({word})" for word in words)

    def admits(self, terms: Collection[str]) -> bool:
        """Whether a text with these terms is a candidate: what a database answers."""
        there = frozenset(terms)
        return all(any(there.issuperset(way.terms) for way in ways) for ways in self.ways)


def normal(text: str) -> str:
    """The text as it is compared: half-width, lower case, letters and digits only, ü as v.

    Line breaks stay: nothing is found across them, so several fields may be joined by them.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[^\w\n]|_", "", plain.replace("ü", "v"))


def grams(*texts: str) -> tuple[str, ...]:
    """The terms by which these texts can be found, sorted; join them by blanks to index them."""
    found: set[str] = set()
    for line in normal("\n".join(texts)).split("\n"):
        for at in range(len(line)):
            found.update(_terms(line[at : at + WINDOW]))
    return tuple(sorted(found))


@lru_cache(maxsize=1024)
def query(text: str) -> Query:
    """What to look for when a person types this; false when nothing in it can be looked for."""
    words = tuple(filter(None, dict.fromkeys(normal(part) for part in text.split())))
    return Query(words, tuple(tuple(_ways(word)) for word in words[:WORDS]))


def matches(text: str, wanted: Query) -> bool:
    """Whether every word of the query is found in the text: what the index must agree with."""
    lines = normal(text).split("\n")
    return all(any(_found(word, line) for line in lines) for word in wanted.words)


@lru_cache(maxsize=1 << 16)
def readings(char: str) -> tuple[str, ...]:
    """The commonest readings of a Chinese character, without tones; none for anything else."""
    if ord(char) < 0x2E80:
        return ()
    # Half of all commands never search, and the tables of readings take 0.3 s to load.
    from pypinyin import Style, pinyin  # noqa: PLC0415

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    known = [reading for each in found for reading in each if reading in SYLLABLES][:READINGS]
    return tuple(dict.fromkeys([*known, *(each.replace("ve", "ue") for each in known)]))


@lru_cache(maxsize=1 << 16)
def _initials(char: str) -> tuple[str, ...]:
    """The letters and digits a character agrees with."""
    if char in PLAIN:
        return (char,)
    return tuple(dict.fromkeys(reading[0] for reading in readings(char)))


# What stands in a text


@lru_cache(maxsize=1 << 16)
def _terms(window: str) -> tuple[str, ...]:
    """The terms that begin with the first of these characters, at most three."""
    first = window[0]
    terms = ["s" + reading for reading in readings(first)]
    if first not in PLAIN:
        terms.append(_single(first))
    if len(window) > 1 and _is_pair(first, window[1]):
        terms.append(_pair(first, window[1]))
    keys = [_initials(char) for char in window]
    for size in range(1, len(window) + 1):
        terms += ("a" + "".join(letters) for letters in product(*keys[:size]))
    return tuple(terms)


def _is_pair(first: str, second: str) -> bool:
    """Whether the two can only stand for themselves: a letter might be an initial."""
    if first in LETTERS or second in LETTERS:
        return False
    return first not in PLAIN or second not in PLAIN


def _single(char: str) -> str:
    return f"h{ord(char):x}"


def _pair(first: str, second: str) -> str:
    return f"h{ord(first):x}z{ord(second):x}"


# What is asked for


def _ways(word: str) -> Iterator[Way]:
    yield _as_written(word)
    if _may_spell(word):
        yield from _as_spelled(word)


def _may_spell(word: str) -> bool:
    """Whether the word is tried as pinyin; one letter is an initial, and a very long one no word."""
    return 1 < len(word) <= SPELT_LETTERS and LETTERS.issuperset(word)


def _as_written(word: str) -> Way:
    """The way in which every character of the word agrees with one of the text."""
    terms = [_pair(*two) for two in pairwise(word) if _is_pair(*two)]
    for run in re.finditer("[a-z0-9]+", word):
        size = min(WINDOW, len(run[0]))
        terms += ("a" + run[0][at : at + size] for at in range(len(run[0]) - size + 1))
    if not any(_is_pair(*two) for two in pairwise(word)):
        terms += (_single(char) for char in word if char not in PLAIN)
    unique = tuple(dict.fromkeys(terms))
    return Way(unique[:WORD_TERMS], decided=_tells_all(word))


def _tells_all(word: str) -> bool:
    if PLAIN.issuperset(word):
        return len(word) <= WINDOW
    return len(word) == 1 or (len(word) == 2 and _is_pair(*word))


def _as_spelled(word: str) -> list[Way]:
    """The ways in which the word spells readings one after another, the last perhaps unfinished."""
    ways: list[Way] = []
    for whole, rest in islice(_spellings(word), SPELLINGS + 1):
        if whole:
            terms = tuple("s" + reading for reading in dict.fromkeys(whole))
            ways.append(Way(terms[:WORD_TERMS], decided=len(whole) == 1 and not rest))
        else:
            ends = sorted(s for s in SYLLABLES if s.startswith(rest) and s != rest)
            ways.extend(Way(("s" + end,), decided=True) for end in ends)
    # Too many spellings to ask for them all: they have the first letter in common.
    return ways if len(ways) <= SPELLINGS else [Way(("a" + word[0],))]


def _spellings(word: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every cut of the word into whole readings and a rest, "" or what may become a reading."""
    ends = {len(word)}  # from where the word can be spelt to its end; nothing else is walked
    for at in range(len(word) - 1, -1, -1):
        if word[at:] in BEGINNINGS or any(word[at:end] in SYLLABLES for end in ends):
            ends.add(at)
    left: list[tuple[tuple[str, ...], int]] = [((), 0)] if 0 in ends else []
    while left:
        whole, at = left.pop()
        if at == len(word) or word[at:] in BEGINNINGS:
            yield whole, word[at:]
        nexts = (end for end in ends if end > at and word[at:end] in SYLLABLES)
        left += (((*whole, word[at:end]), end) for end in sorted(nexts))


# The plain truth


def _found(word: str, line: str) -> bool:
    if word in line:
        return True
    if LETTERS.isdisjoint(word):
        return False
    return any(_agrees(word, line, at) for at in range(len(line) - len(word) + 1)) or (
        _may_spell(word) and any(_spells(word, line[at:]) for at in range(len(line)))
    )


def _agrees(word: str, line: str, at: int) -> bool:
    """Whether each character of the word agrees with its own in the line, from `at` on."""
    return all(
        want == char or want in _initials(char) for want, char in zip(word, line[at:], strict=False)
    )


def _spells(word: str, line: str) -> bool:
    """Whether the line begins with characters whose readings spell the word, whole or begun."""
    ends: set[int] = {0}
    for char in line:
        reached: set[int] = set()
        for reading in readings(char):
            for start in ends:
                rest = word[start:]
                if reading.startswith(rest):
                    return True
                if rest.startswith(reading):
                    reached.add(start + len(reading))
        if not reached:
            return False
        ends = reached
    return False
