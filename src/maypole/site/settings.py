"""Settings, all of them from the environment table in `environment.py`."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from .environment import data_dir, database, email, env, is_demo, secret_key

django_stubs_ext.monkeypatch()

PACKAGE = Path(__file__).resolve().parent.parent
DATA = data_dir()
DEMO = MAYPOLE_DEMO = is_demo(DATA)
DEBUG = env("MAYPOLE_DEBUG") == "1"
HTTPS = env("MAYPOLE_HTTPS") == "1"
ALLOWED_HOSTS = [host.strip() for host in env("MAYPOLE_HOSTS").split(",") if host.strip()]
SECRET_KEY = secret_key(DATA)

if DEMO and (HTTPS or not set(ALLOWED_HOSTS) <= {"127.0.0.1", "localhost", "[::1]", "testserver"}):
    raise SystemExit("This data folder holds a demo clinic with open doors: it may only be served on this machine.")

DATABASES = {"default": database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # account pages of django-allauth use its tags
    "maypole.access",
    "maypole.audit",
    "maypole.jobs",
    "maypole.web",
    "maypole.people",
    "maypole.intake",
    "maypole.evaluation",
    "maypole.plan",
    "maypole.seals",
    "maypole.equipment",
    "maypole.play",
    "maypole.visits",
    "maypole.planner",
    "maypole.home",
    "maypole.areas",
    "maypole.mastery",
    "maypole.groups",
    "maypole.progress",
    "maypole.discharge",
    "maypole.reports",
    "maypole.capture",
    "maypole.site",
    "maypole.pages",
    "maypole.exchange",
    "maypole.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "maypole.capture.turns.Turns",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "maypole.access.middleware.ActorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "maypole.site.urls"
WSGI_APPLICATION = "maypole.site.wsgi.application"
APPEND_SLASH = False
CSRF_FAILURE_VIEW = "maypole.web.errors.csrf_failure"
FORM_RENDERER = "maypole.web.forms.Renderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "maypole.web.templatetags.maypole"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "maypole.web.context.page",
            ],
        },
    }
]

# Accounts
AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["maypole.access.backend.Backend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "maypole.access.accounts.InvitedOnly"
ACCOUNT_FORMS = {
    "login": "maypole.access.forms.SignInForm",
    "reset_password_from_key": "maypole.access.forms.NewPasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
# Beside allauth's own limits on signing in: how many questions one address may send to the public help form.
ACCOUNT_RATE_LIMITS = {"help": "20/h/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("MAYPOLE_PROXIES") or 0)
MFA_FORMS = {"add_webauthn": "maypole.access.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "start"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
SESSION_ENGINE = "maypole.access.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": [SELF],
    }
}

# Words, places, times
LANGUAGE_CODE = env("MAYPOLE_LANGUAGE")
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env("MAYPOLE_TIME_ZONE")

# Files
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "maypole.web.storage.ModuleStorage"},
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600

# Work that outlives a request
AFTER_POINTS = ["maypole.mastery.actions.look_at"]
"""Called with the goals and the moment when points of theirs changed (visits/points.py), in the same transaction."""
BESIDE_REVIEW = ["maypole.groups.company_standing.beside_review"]
"""Called with the child and the moment when a review is opened (progress/beside.py): what else to talk about."""
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
REGULAR = [
    "maypole.planner.tasks.prepare_families",
    "maypole.people.tasks.remind_of_licences",
    "maypole.visits.tasks.remind_of_notes",
]
"""Tasks that come back by themselves, once an hour (jobs/regular.py)."""

DEFAULT_FROM_EMAIL = env("MAYPOLE_FROM")
ADDRESS = env("MAYPOLE_ADDRESS").rstrip("/")
_mail = email(DATA)
EMAIL_BACKEND = str(_mail["EMAIL_BACKEND"])
EMAIL_FILE_PATH = _mail.get("EMAIL_FILE_PATH")
EMAIL_HOST = str(_mail.get("EMAIL_HOST", "localhost"))
EMAIL_PORT = int(str(_mail.get("EMAIL_PORT", 25)))
EMAIL_HOST_USER = str(_mail.get("EMAIL_HOST_USER", ""))
EMAIL_HOST_PASSWORD = str(_mail.get("EMAIL_HOST_PASSWORD", ""))
EMAIL_USE_TLS = bool(_mail.get("EMAIL_USE_TLS", False))

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
TEST_RUNNER = "django.test.runner.DiscoverRunner"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
