"""The shape of the code (docs and design say it in prose, which would not keep it)."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "wenming"

# What an app may hold, and how long it may be. A file that outgrows its line has two subjects.
FILES = {
    "__init__.py": 20,
    "apps.py": 40,
    "models.py": 300,
    "rules.py": 200,
    "drafts.py": 100,
    "actions.py": 300,
    "plans.py": 150,
    "published.py": 80,
    "sheets.py": 200,
    "api.py": 200,
    "views.py": 300,
    "forms.py": 200,
    "urls.py": 60,
    "admin.py": 80,
    "tasks.py": 80,
    "management/__init__.py": 20,
    "management/commands/__init__.py": 20,
}
COMMAND = 60
LONGEST_FILE = 400
LONGEST_FUNCTION = 40

# What single apps hold beside that, each with its reason. Here and nowhere else.
PART_OF_A_PAGE = 300
TAGS = 400
EXTRA: dict[str, dict[str, int]] = {
    # the shared floor of all pages has no rows and no verbs; it is made of the parts of a page
    "wenming/web": {
        "charts.py": PART_OF_A_PAGE,  # figures as drawings, with a table beside each
        "contents.py": PART_OF_A_PAGE,  # what a reader finds in the menu
        "csp.py": PART_OF_A_PAGE,  # the header that lets no foreign script in
        "disk.py": PART_OF_A_PAGE,  # a full disk, said plainly
        "display.py": PART_OF_A_PAGE,  # large type, dark, language: how this reader wants pages
        "filters.py": PART_OF_A_PAGE,  # a list's filters, kept in the address
        "http.py": PART_OF_A_PAGE,  # refusals and conflicts as answers
        "paging.py": PART_OF_A_PAGE,  # pages that stay fast at the end
        "samples.py": PART_OF_A_PAGE,  # every part with made-up matter, for its own page
        "shapes.py": PART_OF_A_PAGE,  # what templates are handed
        "sentences.py": PART_OF_A_PAGE,  # what a refusal is told with
        "brakes.py": 60,  # how often an open door may be tried
        "words.py": PART_OF_A_PAGE,  # the one place of words for codes; sentences stand in reasons/
    },
    "wenming/records": {
        "proofs.py": 120,  # what does not hold of seals and files; the verbs only write
    },
    "wenming/places": {
        "coordinates.py": 180,  # where a row says its place is
        "attributes.py": 120,  # what a kind of site knows of its sites: for sheet and form alike
    },
    "wenming/service/signups": {
        "desk.py": 120,  # the pages of whoever arranges, beside those of who signs up
        "presence.py": 100,  # the code at a post: the screen that shows it, the page that takes it
    },
    "wenming/duties": {
        "segments.py": 150,  # one street segment as a row says it
    },
    "wenming/service/rosters": {
        "ground.py": 280,  # the rows of a month by numbers: what the planner stands on
        "plans.py": 240,  # both ways between rows and problem, which must agree to the letter
    },
    "wenming/service/campaigns": {
        "tallies.py": 170,  # what a campaign adds up to, for its page and its brief alike
        "desk.py": 120,  # workbook and paper: the pages of whoever reports by them
        "public.py": 250,  # its pages for anybody, feeds and open data
    },
    "wenming/service/briefs": {
        "telling.py": 150,  # what a brief tells, and what has changed since
        "paper.py": 150,  # the same as an official paper
    },
    "wenming/service/volunteers": {
        "desk.py": PART_OF_A_PAGE,  # the pages of persons, beside those of teams
        "holdings.py": 120,  # all that is held about somebody, for his page and his file alike
        "persons.py": 120,  # who a draft means, and what of it is kept
    },
    "wenming/service/enrolments": {
        "desk.py": 200,  # the station's pages, beside those that everybody sees
    },
    "wenming/service/shifts": {
        "calendars.py": PART_OF_A_PAGE,  # a month and a shift as pages show them
        "desk.py": 120,  # the pages of whoever arranges, beside those that show
        "feeds.py": 120,  # one's duties as a calendar under a secret address
    },
    "wenming/loop/standards": {
        "outline.py": 400,  # an edition as pages show it: its tree, one item, two side by side
        "breakdown.py": 200,  # how rows of a workbook become a tree, beside its columns
        "checks.py": 100,  # what is checked of a breakdown as a whole
        "wordings.py": 150,  # what the words in its cells mean
    },
    "wenming/loop/scores": {
        "years.py": 150,  # what a year comes to, part by part, beside the rounds it is made of
    },
    "wenming/service/stations": {
        "desk.py": 180,  # the pages of whoever sets stations up, beside those that show
    },
    "wenming/service/matching": {
        "ground.py": 150,  # the rows a matching is made from, beside how it is planned
        "plans.py": 230,  # rows to a problem and back takes more than in other rooms: four tables
    },
    "wenming/loop/gains": {
        "ground.py": 150,  # what could be mended and what it takes, beside how it is planned
    },
    "wenming/loop/tours": {
        "rows.py": 120,  # the rows of a week, read; plans.py turns them into a problem
    },
    "wenming/loop/casework": {
        "history.py": 150,  # what happened to a case, for its page and the first pages
    },
    "wenming/doors/workbooks": {
        "maps.py": 220,  # the one file that is no workbook: outlines and lines as GeoJSON
    },
    "wenming/doors/reports": {
        "boards.py": 300,  # what the first pages and the map count
        "steps.py": 200,  # what a step is called in an inbox, and where its thing is opened
    },
    "wenming/proposals": {
        "planners.py": 120,  # what a planner is to the pages; the apps hand theirs over
        "watching.py": 100,  # beside a planner at work: the one thing that stays alive for minutes
    },
    "wenming/org": {
        "http.py": 120,  # who is asking, and with what powers: web must not know User
        "calendar.py": 120,  # the city's holidays and make-up days, as working time wants them
        "divisions.py": 200,  # the sheet of areas, beside that of units
        "gate.py": 150,  # what the sign-in library asks of us
    },
}
# Modules that are data more than code: the line limits do not fit them, the rest does.
DATA: dict[str, str] = {}

FORBIDDEN_NAMES = {
    *("utils", "util", "helpers", "helper", "common", "base", "managers", "manager"),
    *("services", "service", "misc", "core", "lib", "mixins", "signals", "constants"),
}
FORBIDDEN_ENDS = ("Manager", "Service", "Helper", "Base", "Mixin", "Util", "Utils")
# What Django and its kin themselves call: their names are theirs.
THEIR_NAMES = {
    *("get_queryset", "get_urls", "get_absolute_url", "get_form", "get_response"),
    *("get_user", "get_permission_codename", "get_readonly_fields", "get_login_redirect_url"),
    *("get_context_data", "get_internal_type", "get_db_prep_value", "get_prep_value"),
}

PYTHON = sorted(p for d in ("wenming", "tests", "tools", "bench") for p in (ROOT / d).rglob("*.py"))
OURS = [p for p in PYTHON if "migrations" not in p.parts]
SOURCE = [p for p in OURS if p.is_relative_to(HOUSE)]
MIGRATIONS = sorted(HOUSE.rglob("migrations/0*.py"))
ROOMS = ("records", "org", "proposals", "staff", "places", "duties", "adoptions", "web")
WINGS = ("loop", "service", "office", "doors")


@cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse(path.read_text(), str(path))


def lines(path: Path) -> int:
    """How many lines a file has."""
    return len(path.read_text().splitlines())


def name(path: Path) -> str:
    """A path as one says it: from the root of the repository."""
    return path.relative_to(ROOT).as_posix()


def apps() -> list[Path]:
    """Every app of the house: the rooms, and what stands in the wings."""
    found = [HOUSE / r for r in ROOMS]
    for wing in WINGS:
        found += [p.parent for p in sorted((HOUSE / wing).glob("*/__init__.py"))]
    return [p for p in found if p.exists()]


def limit(app: Path, path: Path) -> int | None:
    """How long a file of an app may be; None where the list does not know it."""
    inside = path.relative_to(app)
    if inside.parent.as_posix() == "management/commands" and inside.name != "__init__.py":
        return COMMAND
    if inside.parent.as_posix() == "templatetags":
        return TAGS
    if name(path.parent) == "wenming/web/reasons":
        return PART_OF_A_PAGE  # the sentences of one room's refusals
    allowed = FILES | EXTRA.get(name(app), {})
    return allowed.get(inside.as_posix())


def in_apps() -> list[tuple[Path, Path]]:
    """Every file of code in an app, with the app."""
    return [
        (app, path)
        for app in apps()
        for path in sorted(app.rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_an_app_holds_only_the_files_of_the_closed_list() -> None:
    assert [name(path) for app, path in in_apps() if limit(app, path) is None] == []


def test_a_file_is_no_longer_than_its_kind_may_be() -> None:
    allowed = dict.fromkeys(OURS, LONGEST_FILE)
    allowed |= {path: limit(app, path) or LONGEST_FILE for app, path in in_apps()}
    long = {name(p): (lines(p), most) for p, most in allowed.items() if lines(p) > most}
    assert {n: told for n, told in long.items() if n not in DATA} == {}


def test_a_function_is_short() -> None:
    assert [
        f"{name(path)}:{node.lineno}: {node.name} has {length} lines"
        for path in OURS
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > LONGEST_FUNCTION
    ] == []


def test_every_module_says_what_it_is() -> None:
    mute = [p for p in SOURCE if tree(p).body and not ast.get_docstring(tree(p))]
    assert [name(p) for p in mute] == []


def test_every_verb_makes_its_promise() -> None:
    assert [
        f"{name(path)}:{node.lineno}: {node.name}"
        for path in SOURCE
        if path.name == "actions.py"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ] == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = [p for p in OURS if p.stem in FORBIDDEN_NAMES or p.parent.name in FORBIDDEN_NAMES]
    wing = (
        HOUSE / "service",
        ROOT / "tests" / "service",
    )  # not a drawer: the service of volunteers
    assert [name(p) for p in drawers if not any(w in p.parents for w in wing)] == []


def test_names_are_nouns_verbs_and_questions() -> None:
    named = [
        (f"{name(p)}:{node.lineno}", node)
        for p in SOURCE
        for node in ast.walk(tree(p))
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    ]
    assert [
        f"{at}: {node.name}"
        for at, node in named
        if (isinstance(node, ast.ClassDef) and node.name.endswith(FORBIDDEN_ENDS))
        or (node.name.startswith("get_") and node.name not in THEIR_NAMES)
    ] == []


def test_only_actions_write() -> None:
    assert [
        f"{name(path)}:{told}"
        for _, path in in_apps()
        if path.name != "actions.py"
        for told in writes(tree(path))
    ] == []


ALWAYS = {"create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
SQL = re.compile(r"(?i)\s*(INSERT|UPDATE|DELETE|MERGE|REPLACE|TRUNCATE|ALTER|CREATE|DROP)\b")


def writes(module: ast.AST) -> Iterator[str]:
    """Where a file changes rows: by the ORM, by a state set by hand, or by SQL of its own."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(attr=called), args=args) if changes(called, args):
                yield f"{node.lineno}: .{called}()"
            case ast.Assign(targets=[ast.Attribute(attr="state")]):
                yield f"{node.lineno}: .state ="


def changes(called: str, args: list[ast.expr]) -> bool:
    """Whether a call of this name, with these positional arguments, is one that writes.

    A dict's or a digest's update takes a positional argument, a queryset's takes none; likewise a
    picture saved to a file and a row saved to its table.
    """
    plain = called.removeprefix("a") if called in {"asave", "adelete", "aupdate"} else called
    if plain in ALWAYS or plain.removeprefix("a") in ALWAYS:
        return True
    if plain in {"execute", "executemany"}:
        return any(
            isinstance(n, ast.Constant) and isinstance(n.value, str) and bool(SQL.match(n.value))
            for a in args
            for n in ast.walk(a)
        )
    return plain in {"save", "delete", "update"} and not args


@pytest.mark.parametrize(
    "line",
    [
        "case.save(update_fields=['note'])",
        "Case.objects.create(note='')",
        "Case.objects.filter(pk=1).update(note='')",
        "await case.asave()",
        "case.delete()",
        "case.state = 'open'",
        "cursor.execute('UPDATE cases SET note = 1')",
        "Case.objects.abulk_create(rows)",
    ],
)
def test_the_writing_test_sees_a_write(line: str) -> None:
    assert list(writes(ast.parse(line if "await" not in line else f"async def f():\n {line}")))


@pytest.mark.parametrize(
    "line",
    [
        "known.update(more)",
        "digest.update(b'')",
        "picture.save(file)",
        "cursor.execute('SELECT 1')",
    ],
)
def test_the_writing_test_lets_reading_be(line: str) -> None:
    assert list(writes(ast.parse(line))) == []


def test_a_migration_stands_alone() -> None:
    """A migration that imports our code breaks the day that code moves on."""
    told = [f"{name(p)}: {i}" for p in MIGRATIONS for i in imports(tree(p)) if "wenming" in i]
    assert told == []


def imports(module: ast.AST) -> Iterator[str]:
    """Every module that is imported, however deep."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def test_only_plans_meet_the_planners() -> None:
    others = [
        p for p in SOURCE if p.name != "plans.py" and not p.is_relative_to(HOUSE / "planning")
    ]
    assert [
        name(p) for p in others for i in imports(tree(p)) if i.startswith("wenming.planning")
    ] == []


def test_a_connection_for_analytics_is_opened_in_one_file() -> None:
    assert [
        f"{name(path)}:{node.lineno}"
        for path in SOURCE
        if path != HOUSE / "insight" / "run.py"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {"connect", "duckdb", "pyspark"}
        and ast.unparse(node.value).split(".")[0] in {"ibis", "duckdb", "pyspark"}
    ] == []


def test_there_is_no_side_door() -> None:
    """No signals, no save of our own, no work while apps are made ready."""
    signals = re.compile(r"\bsignals\b|django\.dispatch")
    assert [name(p) for p in SOURCE for i in imports(tree(p)) if signals.search(i)] == []
    assert [
        f"{name(p)}:{f.lineno}: {f.name}"
        for p in SOURCE
        for c in ast.walk(tree(p))
        if isinstance(c, ast.ClassDef)
        for f in c.body
        if isinstance(f, ast.FunctionDef) and f.name in {"save", "ready", "delete"}
    ] == []


def test_no_exception_outlives_its_file() -> None:
    """A name in EXTRA or DATA that no file bears is an exception for nothing."""
    named = [f"{app}/{file}" for app, files in EXTRA.items() for file in files]
    assert [n for n in (*named, *DATA) if not (ROOT / n).exists()] == []
