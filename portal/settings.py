"""Settings of the Portale Infortuni: everything that differs between installations is a variable.

The embedded default needs no variable at all: SQLite under ``var/``, secrets generated there, a
plain sender process. ``DATABASE_URL`` and ``REDIS_URL`` switch the same code to PostgreSQL and
Celery.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from portal import identity
from portal.secrets import new_keyring, parse_keyring, read_or_create
from portal.variables import Variables

BASE_DIR = Path(__file__).resolve().parent.parent
env = Variables()

PORTALE_VERSION = "0.5.0"
DEBUG: bool = env.bool("DEBUG", default=False)
PRODUZIONE: bool = env.bool("PRODUZIONE", default=False)
DEMO: bool = env.bool("DEMO", default=False)
HTTPS: bool = env.bool("HTTPS", default=PRODUZIONE)
if PRODUZIONE and DEMO:
    raise ImproperlyConfigured("In produzione i dati dimostrativi sono rifiutati: togli DEMO=1.")

# --- where data lives -------------------------------------------------------------------------
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
FILES_DIR = VAR_DIR / "file"
_SECRETS = VAR_DIR / "segreti"

SECRET_KEY: str = env.str("SECRET_KEY", default="") or read_or_create(_SECRETS / "secret_key")
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
ENCRYPTION_KEYS: dict[str, bytes] = parse_keyring(
    env.str("ENCRYPTION_KEYS", default="") or read_or_create(_SECRETS / "chiavi", new_keyring())
)
BLIND_INDEX_KEY: bytes = (
    env.str("BLIND_INDEX_KEY", default="") or read_or_create(_SECRETS / "indice")
).encode()
AUDIT_KEY: bytes = (
    env.str("AUDIT_KEY", default="") or read_or_create(_SECRETS / "registro")
).encode()

# --- web ----------------------------------------------------------------------------------------
PORT: int = env.int("PORT", default=8000)
ALLOWED_HOSTS: list[str] = env.list(
    "ALLOWED_HOSTS", default=[] if PRODUZIONE else ["localhost", "127.0.0.1", "[::1]"]
)
if PRODUZIONE and (not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "In produzione indica i nomi del sito: ALLOWED_HOSTS=portale.esempio.it"
    )
# Every link in a mail starts here: what a request says of its host reaches no mail.
SITE_URL: str = env.str(
    "SITE_URL",
    default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUZIONE else f"http://localhost:{PORT}",
).rstrip("/")
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES: int = env.int("TRUSTED_PROXIES", default=0)
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
ASGI_APPLICATION = "portal.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "portal.base",
    "utenti",
    "utenti.accesso",
    "utenti.organizzazioni",
    "utenti.credenziali",
    "utenti.profili",
    "utenti.riservatezza",
    "certificati",
    "certificati.flussi",
    "denunce",
    "denunce.abbinamenti",
    "denunce.prognosi",
    "denunce.promemoria",
    "denunce.riservatezza",
]

# What writes headers stands outermost: files of whitenoise, the redirect to HTTPS and the refusals
# of the limits below never reach the inner ones.
MIDDLEWARE = [
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.base.middleware.RequestLogMiddleware",
    "portal.base.middleware.MaintenanceMiddleware",
    "portal.base.middleware.UnreadableTextMiddleware",
    "portal.base.middleware.BodyLimitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.base.sessions.ActivityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.base.middleware.NoStoreMiddleware",
    "utenti.middleware.ScopeMiddleware",
    "utenti.accesso.password_locali.LocalPasswordMiddleware",
    "portal.base.middleware.AccessMiddleware",
    "utenti.accesso.middleware.SecondFactorMiddleware",
    "portal.base.middleware.AccessEventMiddleware",
    "portal.base.erased.ErasedMiddleware",
]
ACCESS_POLICIES = "portal.policies.POLICIES"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.portal",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- databases, cache, background ---------------------------------------------------------------
REDIS_URL: str = env.str("REDIS_URL", default="")
DATABASES: dict[str, Any] = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portale.sqlite3'}")
}
_database = DATABASES["default"]
_database["ATOMIC_REQUESTS"] = False
if _database["ENGINE"] == "django.db.backends.sqlite3":
    _database["ENGINE"] = "portal.base.sqlite"
    # Measured: WAL with the default DEFERRED transactions fails half of concurrent writes.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
    # A server that does not even refuse must become an answer before the web process is killed.
    _database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES: dict[str, Any] = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            # A Redis that hangs must not hang the person who waits: limits count here meanwhile.
            "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.1, "retry": None},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "base_cache",
            # Django's 300 entries would let whoever tries 300 addresses wash away every count.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    )
}

CELERY_BROKER_URL = REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/Rome"
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that is down for a day comes back
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat")
# Rows are the truth: a lost wake-up costs one scan interval, never a reminder.
CELERY_BEAT_SCHEDULE = {
    "scan": {"task": "portal.scan", "schedule": 30.0, "options": {"expires": 25}},
}
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "max_retries": 1,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
}

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "utenti.Utente"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["utenti.hashers.Argon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "utenti.accesso.adapter.PortaleAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Of who registers alone; utenti.accesso.stages says who counts as confirmed already.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # only in the browser that registered
ACCOUNT_FORMS = {"signup": "utenti.accesso.forms.iscrizione.IscrizioneForm"}
# Django's own, which dies with the address as well: allauth's writes rows on a GET.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  (a class, no secret)
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
# allauth's counters read and write in two steps and fall with the cache: ours are in utenti.urls.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = "utenti.accesso.mfa_adapter.PortaleMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones; a code is good once anyway
_FORMS = "utenti.accesso.forms.fattori."
MFA_FORMS = {
    "authenticate": f"{_FORMS}EntraConCodiceForm",
    "authenticate_webauthn": f"{_FORMS}CodiceConPasskeyForm",
    "reauthenticate": f"{_FORMS}ConfermaConCodiceForm",
    "reauthenticate_webauthn": f"{_FORMS}ConfermaConPasskeyForm",
    "login_webauthn": f"{_FORMS}EntraConPasskeyForm",
}
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Production switches local passwords off once its people enter with SPID, CIE or CNS.
PASSWORD_LOCALI: bool = env.bool("PASSWORD_LOCALI", default=True)
IDENTITY_PROVIDERS = identity.read_providers(env, https_only=PRODUZIONE)
CNS = identity.read_card(env, trusted_proxies=TRUSTED_PROXIES, https_only=PRODUZIONE)
if not PASSWORD_LOCALI and not (IDENTITY_PROVIDERS or CNS.enabled):
    raise ImproperlyConfigured(
        "PASSWORD_LOCALI=0 senza SPID, CIE, INPS o CNS: nessuno potrebbe entrare."
    )
SOCIALACCOUNT_PROVIDERS = identity.allauth_providers(IDENTITY_PROVIDERS)
SOCIALACCOUNT_ADAPTER = "utenti.accesso.social.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds a person waits for a provider that does not answer
SESSION_ENGINE = "portal.base.sessions"
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60  # from the login on, whatever happens in between
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- transport security -------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^salute/"]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        # The theme's stylesheet carries one icon font of a video player as data: we never use it.
        "font-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *identity.form_origins(IDENTITY_PROVIDERS, CNS)],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- files --------------------------------------------------------------------------------------
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
# By address, where it is not the largest upload and a form around it: flows of certificates (20 MB
# of file), the API (JSON read whole into memory).
BODY_LIMITS = {"/certificati/flussi/carica/": 21 * 1024 * 1024, "/api/": 2 * 1024 * 1024}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# Files of a credential request: kept so many days after it ended, or after a draft was left.
CREDENZIALI_DOCUMENTI_GIORNI = 30
CREDENZIALI_BOZZE_GIORNI = 90
CLAMD_SOCKET: str = env.str("CLAMD_SOCKET", default="")
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.base.finders.BootstrapItaliaFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# No other site has a reason to read our files with a script.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# --- mail ---------------------------------------------------------------------------------------
# Web processes never talk to a mail server: their messages become outbox rows.
EMAIL_BACKEND = "portal.base.mail.OutboxEmailBackend"
SMTP_HOST: str = env.str("SMTP_HOST", default="")
SMTP_PORT: int = env.int("SMTP_PORT", default=25)
SMTP_USER: str = env.str("SMTP_USER", default="")
SMTP_PASSWORD: str = env.str("SMTP_PASSWORD", default="")
SMTP_TLS: bool = env.bool("SMTP_TLS", default=False)
SMTP_TIMEOUT: int = env.int("SMTP_TIMEOUT", default=10)
DEFAULT_FROM_EMAIL: str = env.str(
    "DEFAULT_FROM_EMAIL", default="Portale Infortuni <portale@portale.test>"
)
MAIL_DIR = VAR_DIR / "posta"
# Who answers for personal data: shown by the privacy notice, which says so when they are missing.
TITOLARE: str = env.str("TITOLARE", default="")
DPO_CONTATTO: str = env.str("DPO_CONTATTO", default="")
FEEDBACK_EMAIL: str = env.str("FEEDBACK_EMAIL", default="accessibilita@portale.test")

# --- language, time, logs -----------------------------------------------------------------------
LANGUAGE_CODE = "it"
LANGUAGES = [("it", _("Italiano"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Rome"
LOG_LEVEL: str = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "portal.base.logging.configure"
LOGGING: dict[str, Any] = {"level": LOG_LEVEL}

# --- review of the credential requests ----------------------------------------------------------
# How long a request stays in a reviewer's hands after the last sign of work.
RICHIESTA_IN_CARICO_MINUTI = 30
# Every approval and refusal wants a second reviewer; without it, only an approval against a grave
# check does.
DOPPIA_FIRMA: bool = env.bool("DOPPIA_FIRMA", default=False)
