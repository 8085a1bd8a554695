"""How a reader likes the page (language, size, theme), and what every page's frame shows.

`display` is the context processor behind web/base.html; it asks only what the frame needs, lazily.
`ReadersLanguage` stands where Django's LocaleMiddleware would: the pages are Chinese unless the
reader has said otherwise, whatever the browser claims. Offices run English browsers by accident.

Three settings tie the frame to the site; each names a function of the request, each may be absent:
WEB_POWERS gives the powers of the reader, WEB_COUNTS the counts beside the contents' lines, WEB_WHO
the name and post shown at the end of the bar.
"""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, get_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from wenming import __version__
from wenming.web.contents import Section, address, contents

SIZES = ("normal", "large")
LARGE_FIRST = {"public"}  # rooms whose readers come without an account, old and young
THEMES = ("auto", "light", "dark")
COOKIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "size": ("wenming_size", SIZES),
    "theme": ("wenming_theme", THEMES),
}
YEAR = 365 * 24 * 3600
LANGS = {"zh-hans": "zh-CN"}  # what browsers and screen readers know it by

Hook = Literal["WEB_POWERS", "WEB_COUNTS", "WEB_WHO"]


class Display:
    """What the frame of a page shows to the reader of this request."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def size(self) -> str:
        """normal or large; pages for everybody begin large."""
        match = self.request.resolver_match
        large = match is not None and match.namespace in LARGE_FIRST
        if large and COOKIES["size"][0] not in self.request.COOKIES:
            return "large"
        return chosen(self.request, "size")

    @cached_property
    def theme(self) -> str:
        """auto (as the machine), light or dark."""
        return chosen(self.request, "theme")

    @cached_property
    def lang(self) -> str:
        """The language of this page as <html lang> says it."""
        code = translation.get_language() or settings.LANGUAGE_CODE
        return LANGS.get(code, code)

    @cached_property
    def brand(self) -> str:
        """The name of the product in this city."""
        city = getattr(settings, "CITY", "")
        return _("%(city)s文明创建平台") % {"city": city}

    @cached_property
    def version(self) -> str:
        """Of the product."""
        return __version__

    @cached_property
    def signed_in(self) -> bool:
        """Whether somebody is."""
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def who(self) -> str:
        """Who is signed in, as the site puts it."""
        return str(asked("WEB_WHO", self.request, "") or getattr(self.request, "user", ""))

    @cached_property
    def sign_in(self) -> str:
        """Where to sign in; empty where nobody can."""
        try:
            return resolve_url(settings.LOGIN_URL)
        except NoReverseMatch:
            return ""

    @cached_property
    def sign_out(self) -> str:
        """Where to sign out."""
        return named("account_logout")

    @cached_property
    def account(self) -> str:
        """The reader's own page."""
        return named("org:me")

    @cached_property
    def home(self) -> str:
        """The first page."""
        return named("reports:dashboard") or "/"

    @cached_property
    def search(self) -> str:
        """Where the one search field leads; empty where nothing can be searched."""
        return named("reports:search")

    @cached_property
    def query(self) -> str:
        """What was searched for, so that the field keeps it."""
        return self.request.GET.get("q", "") if self.request.path == self.search else ""

    @cached_property
    def here(self) -> str:
        """The way back to this page after a switch of the display."""
        return self.request.get_full_path() if self.request.method == "GET" else self.request.path

    @cached_property
    def contents(self) -> list[Section]:
        """The contents for this reader; nothing for who is not signed in."""
        if not self.signed_in:
            return []
        powers = asked("WEB_POWERS", self.request, frozenset())
        return contents(self.request.path, powers, asked("WEB_COUNTS", self.request, {}))


def display(request: HttpRequest) -> dict[str, Any]:
    """The context processor: one lazy name, `display`."""
    return {"display": SimpleLazyObject(lambda: Display(request))}


def chosen(request: HttpRequest, kind: str) -> str:
    """What the reader chose of one kind; the first on the list unless a known one was chosen."""
    cookie, known = COOKIES[kind]
    value = request.COOKIES.get(cookie, "")
    return value if value in known else known[0]


def asked(hook: Hook, request: HttpRequest, otherwise: Any) -> Any:
    """What the site's function of this name says of the request."""
    path = getattr(settings, hook, "")
    return import_string(path)(request) if path else otherwise


def named(name: str) -> str:
    """The address of this name; empty where the product has no such page."""
    return address(name, settings.ROOT_URLCONF, get_script_prefix())


def remember(response: HttpResponse, cookie: str, value: str) -> None:
    """Keep a choice for a year on this machine."""
    response.set_cookie(
        cookie, value, max_age=YEAR, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )


class ReadersLanguage:
    """Speaks the language in the reader's cookie, else the site's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language and say so."""
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            patch_vary_headers(response, ("Cookie",))
            response.headers.setdefault("Content-Language", LANGS.get(language, language))
        return response
