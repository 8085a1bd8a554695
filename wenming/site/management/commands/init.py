"""wenming init: make a new installation, or bring an old one up to this version."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.utils import timezone

from wenming.org import actions as org
from wenming.places import actions as places
from wenming.site.command import Verb


class Command(Verb):
    """Tables, catalogue of site kinds, and the first account."""

    help = "make a new installation, or bring an old one up to this version"

    def options(self, parser: CommandParser) -> None:
        """The first account's name."""
        parser.add_argument("--admin", default="admin", help="name of the first account")

    def act(self, **options: Any) -> dict[str, Any]:
        """Make what is missing; a second run changes nothing."""
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        places.bring_catalogue(at=timezone.now())
        password = secrets.token_urlsafe(9)
        made = org.first_account(options["admin"], password, at=timezone.now())
        result = {"home": str(settings.HOME), "account": options["admin"], "new": made}
        return result | ({"password": password} if made else {})
