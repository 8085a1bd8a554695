"""The browser is told what a page may load: our own files, and tiles where the site names a server.

Inline scripts and handlers are refused by the browser. Inline style attributes are allowed because
the parts hand figures to the stylesheet that way (--lo, --at, --hi); <style> elements are not.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "Content-Security-Policy"


def policy(tiles: str) -> str:
    """The policy for pages of a site whose map takes tiles from `tiles` (empty: from nowhere)."""
    parts = urlsplit(tiles.replace("{s}.", "*."))
    pictures = f" {parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return "; ".join(
        (
            "default-src 'self'",
            f"img-src 'self' data: blob:{pictures}",
            "style-src-elem 'self'",
            "style-src-attr 'unsafe-inline'",
            "style-src 'self' 'unsafe-inline'",  # browsers that know neither -elem nor -attr
            "script-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class ContentSecurity:
    """Sends the policy with every answer that has none of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.policy = policy(getattr(settings, "TILES", ""))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and say what may be loaded."""
        response = self.get_response(request)
        response.headers.setdefault(HEADER, self.policy)
        return response
