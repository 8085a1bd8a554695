"""One settings file; the environment holds what differs between machines (docs/settings.md)."""

from pathlib import Path

from environs import Env

from wenming.site import sqlite
from wenming.site.home import database, home, mail, secret

sqlite.install()

env = Env(prefix="WENMING_")
PACKAGE = Path(__file__).resolve().parents[1]
HOME = home()

SECRET_KEY = env.str("SECRET_KEY", "") or secret(HOME)
DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS: list[str] = env.list("HOSTS", ["localhost", "127.0.0.1", "[::1]", "testserver"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("ORIGINS", [])
DEMO = env.bool("DEMO", False)  # one-click sign-in as any role; never on a real city's data
TILES = env.str("TILES", "")  # address of a tile server; empty: the map is drawn from our own data
RANKS = env.bool("RANKS", True)  # whether ranking pages exist at all
AUTO_ASSIGN = env.bool("AUTO_ASSIGN", False)  # a new case goes to the proposed unit at once
CITY = env.str("CITY", "")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "wenming.web",
    "wenming.records",
    "wenming.org",
    "wenming.proposals",
    "wenming.staff",
    "wenming.places",
    "wenming.duties",
    "wenming.adoptions",
    "wenming.loop.standards",
    "wenming.loop.bars",
    "wenming.loop.inspections",
    "wenming.loop.rounds",
    "wenming.loop.tours",
    "wenming.loop.terms",
    "wenming.loop.cases",
    "wenming.loop.casework",
    "wenming.loop.scores",
    "wenming.loop.gains",
    "wenming.service.members",
    "wenming.service.shifts",
    "wenming.service.volunteers",
    "wenming.service.signups",
    "wenming.service.trainings",
    "wenming.service.ledgers",
    "wenming.service.certificates",
    "wenming.service.stations",
    "wenming.service.checklists",
    "wenming.service.orders",
    "wenming.service.courses",
    "wenming.service.enrolments",
    "wenming.service.alliances",
    "wenming.service.grids",
    "wenming.service.campaigns",
    "wenming.service.briefs",
    "wenming.service.matching",
    "wenming.service.rosters",
    "wenming.doors.field",
    "wenming.doors.public",
    "wenming.doors.reports",
    "wenming.doors.workbooks",
    "wenming.site",
    "allauth",  # after ours, so that our pages stand before theirs
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wenming.web.csp.ContentSecurity",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wenming.web.display.ReadersLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "wenming.org.gate.Gate",
    "wenming.web.disk.FullDisk",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "wenming.site.urls"
WSGI_APPLICATION = "wenming.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["wenming.web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wenming.web.display.display",
            ],
        },
    }
]
DATABASES = {"default": database(env.str("DATABASE_URL", ""), HOME)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "wenming_cache",
    }
}
FORM_RENDERER = "wenming.web.forms.Fields"
WEB_POWERS = "wenming.org.http.powers"
WEB_WHO = "wenming.org.http.who"
WEB_COUNTS = "wenming.org.http.counts"
ITEM_RATES = "wenming.loop.scores.views.rates"
PROPOSALS = {
    "adoptions": "wenming.adoptions.tasks.PLANNER",
    "matches": "wenming.service.matching.tasks.PLANNER",
    "rosters": "wenming.service.rosters.tasks.PLANNER",
    "tours": "wenming.loop.tours.tasks.PLANNER",
}
PERSONAL = {  # rooms that hold something about volunteers (volunteers.holdings.Room)
    "trainings": "wenming.service.trainings.tasks.ROOM",
    "ledgers": "wenming.service.ledgers.tasks.ROOM",
}
RECORDS_WORDS = "wenming.doors.reports.steps.words_of"
AUTH_USER_MODEL = "org.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "org:roles" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "wenming.org.gate.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip"
}  # a brake on floods; names wait for themselves (org.gate)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("PROXIES", 0)  # how many of ours stand before the server
MFA_ADAPTER = "wenming.org.gate.Codes"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "wenming"
SESSION_COOKIE_AGE = env.int("SESSION_MINUTES", 60) * 60  # idle: saved at every request
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE = env.bool("SECURE", False)  # behind https: cookies and redirects insist on it
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 2**20

EMAIL = mail(env.str("EMAIL_URL", "console:"))
EMAIL_BACKEND = f"django.core.mail.backends.{EMAIL.backend}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = EMAIL.host, EMAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.user, EMAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.starts_tls, EMAIL.speaks_tls
EMAIL_TIMEOUT = 15  # seconds; a server that never answers must not stop the clock
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", "wenming@localhost")
