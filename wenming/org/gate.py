"""The gate: what the sign-in library asks of us, and what holds for every request past it.

Passwords are Argon2; failures under one name make the next try wait, longer each time; a password
somebody else set must be changed first; a session ends when it lay idle. One-time codes are the
library's own, their secrets encrypted with the installation's key.
"""

import base64
import hashlib
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.org import actions
from wenming.org.models import User

FRESHEN = timedelta(minutes=5)  # how often a session in use is written
OPEN_TO_ALL = ("account_change_password", "account_logout", "web:display")


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # the library ships no types
    """Accounts are given by the office: nobody signs up, and names lock after failures."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        """Nobody makes an account for himself."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, and do not even look at a password while the name waits."""
        left = actions.tried(credentials.get("username", ""), at=timezone.now())
        if left:
            minutes = max(1, round(left.total_seconds() / 60))
            raise ValidationError(
                _("连续多次密码不对，请 %(minutes)s 分钟后再试，或请管理员重设密码。")
                % {"minutes": minutes}
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Sign in, and forget the failures before."""
        user = super().authenticate(request, **credentials)
        if user:
            actions.entered(credentials.get("username", ""))
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell of a failure that made the name wait."""
        actions.failed(credentials.get("username", ""), at=timezone.now())

    def set_password(self, user: User, password: str) -> None:
        """A password one chose oneself need not be changed."""
        actions.set_password(user, password, own=True, by=user, at=timezone.now())

    def add_message(self, *args: Any, **over: Any) -> None:
        """No message for signing in and out: the page says it."""


class Codes(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """One-time codes: the secrets lie encrypted."""

    def encrypt(self, text: str) -> str:
        """A secret as it is stored."""
        return box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """A secret as it was; with another key than it was stored under, one that nothing matches."""
        try:
            return box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def box() -> Fernet:
    """The box that the installation's key opens."""
    key = hashlib.sha256(b"wenming one-time codes" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


class Gate:
    """Middleware: keep a session in use alive, and lead to a password that must be changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let a request pass, or lead it to the change of password."""
        user = request.user
        if isinstance(user, User):
            self.freshen(request)
            if user.must_change and not self.may_pass(request):
                return redirect("account_change_password")
        return self.get_response(request)

    @staticmethod
    def freshen(request: HttpRequest) -> None:
        """Write the session now and then, so that it ends only when it lies idle."""
        now = int(timezone.now().timestamp())
        if now - request.session.get("seen", 0) >= FRESHEN.total_seconds():
            request.session["seen"] = now

    @staticmethod
    def may_pass(request: HttpRequest) -> bool:
        """Whether the request helps to change the password, or is no page."""
        return request.path in {reverse(name) for name in OPEN_TO_ALL} or request.path.startswith(
            (settings.STATIC_URL, "/api/")
        )
