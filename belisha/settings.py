"""Django's settings, made of what the operator set (options.py)."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

from belisha.databases import database
from belisha.options import Settings

PACKAGE = Path(__file__).resolve().parent

BELISHA = Settings()
BELISHA_MASTER_KEYS = BELISHA.master_keys()

DEBUG = BELISHA.debug
# Only satisfies Django's import: a server takes one from the key store before it serves (jobs/start.py).
SECRET_KEY = secrets.token_urlsafe(50)
ALLOWED_HOSTS = BELISHA.allowed_hosts
BASE_URL = str(BELISHA.base_url).rstrip("/")
OWN_HOST = BELISHA.base_url.host or "localhost"
_TLS = BASE_URL.startswith("https://")

DATABASES = {"default": database(BELISHA.database), "keys": database(BELISHA.keys)}
DATABASE_ROUTERS = ["belisha.vault.router.KeyStoreRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "belisha.vault",
    "belisha.ledger",
    "belisha.people",
    "belisha.organisation",
    "belisha.work",
    "belisha.screening",
    "belisha.intake",
    "belisha.contact",
    "belisha.triage",
    "belisha.decisions",
    "belisha.referrals",
    "belisha.enforcement",
    "belisha.api",
    "belisha.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    # Those that set headers come first: an answer of a later one carries them too, such as a static file.
    "belisha.web.middleware.answer_headers",
    "django.middleware.security.SecurityMiddleware",
    "belisha.web.limits.bodies",
    "belisha.web.limits.visits",
    "belisha.api.apart.middleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "belisha.web.sessions.sessions",
    "belisha.web.sessions.fresh_before_a_first_factor",
    "belisha.web.middleware.second_factor",
]
ROOT_URLCONF = "belisha.urls"
WSGI_APPLICATION = "belisha.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "belisha.web.context.desk",
            ],
            "string_if_invalid": "",
        },
    }
]
FORM_RENDERER = "belisha.web.forms.BelishaRenderer"

AUTH_USER_MODEL = "people.Staff"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/start/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "belisha.people.adapter.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# By address first: whoever knows an on-call address must not be able to lock its owner out with five guesses.
# What holds for one account is counted in the database (people/lockout.py).
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip"}
# Behind the proxy that ends TLS every request comes from the proxy, which adds its client at the end: without
# this one stranger's wrong passwords would keep everybody from signing in.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if _TLS else 0
ACCOUNT_FORMS = {"change_password": "belisha.people.password_forms.ChangePassword"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Nobody signs themselves up: an address is its person's because an administrator gave it. A reset by mail
# leaves it unverified for allauth, which would keep that person from a second factor, and so from the desk.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "belisha.people.second_factor.SecondFactorAdapter"
MFA_TOTP_ISSUER = "Belisha"
MFA_FORMS = {
    "authenticate": "belisha.people.factor_forms.Authenticate",
    "reauthenticate": "belisha.people.factor_forms.Reauthenticate",
    "add_webauthn": "belisha.people.factor_forms.AddPasskey",
    "login_webauthn": "belisha.people.factor_forms.LoginPasskey",
    "authenticate_webauthn": "belisha.people.factor_forms.AuthenticatePasskey",
    "reauthenticate_webauthn": "belisha.people.factor_forms.ReauthenticatePasskey",
}

SESSION_ENGINE = "belisha.people.session_store"
SESSION_COOKIE_AGE = BELISHA.session_hours * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _TLS
CSRF_COOKIE_SECURE = _TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _TLS else 0
SECURE_SSL_REDIRECT = False
# Not no-referrer: a browser then sends "Origin: null" with a form, and the check against forged forms
# refuses that.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _TLS else None
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Bodies stay in memory: Django would write a larger one to disk, and nothing may rest there unsealed.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS: list[str] = []

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing is collected: the files are served from where they are installed
WHITENOISE_USE_FINDERS = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "belisha.outbound.mail.Backend"
DEFAULT_FROM_EMAIL = BELISHA.mail_from or "belisha@localhost"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = "belisha.web.logs.configure"
LOGGING: dict[str, Any] = {"version": 1}  # not empty: Django would not call the line above
