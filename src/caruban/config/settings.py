"""Django's settings, made from the environment (`environment.py`); secure unless in demo mode."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from psycopg.conninfo import conninfo_to_dict
from whitenoise.compress import Compressor

from caruban.config import environment as env
from caruban.config.logs import logging_config

PACKAGE = Path(__file__).resolve().parent.parent

DEMO = env.DEMO
DEBUG = False
SECRET_KEY = env.SECRET_KEY
SECRET_KEY_FALLBACKS = env.SECRET_KEY_FALLBACKS
ALLOWED_HOSTS = env.ALLOWED_HOSTS
BASE_URL = env.BASE_URL
ROOT_URLCONF = "caruban.config.urls"
WSGI_APPLICATION = "caruban.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "caruban.kernel.history",
    "caruban.kernel.organisations",
    "caruban.kernel.accounts",
    "caruban.kernel.events",
    "caruban.kernel.documents",
    "caruban.kernel.proofs",
    "caruban.kernel.reports",
    "caruban.kernel.tiles",
    "caruban.kernel.registers",
    "caruban.kernel.privacy",
    "caruban.kernel.registers.runs",
    "caruban.kernel.registers.forms",
    "caruban.kernel.registers.lists",
    "caruban.kernel.registers.api",
    "caruban.kernel.tokens",
    "caruban.kernel.invitations",
    "caruban.kernel.limits",
    "caruban.kernel.comments",
    "caruban.kernel.attachments",
    "caruban.kernel.search",
    "caruban.kernel.workspace",
    "caruban.kernel.help",
    "caruban.kernel.notices",
    "caruban.kernel.webhooks",
    "caruban.kernel.calendar",
    "caruban.kernel.operations",
    "caruban.kernel.web",
    "caruban.evaluation",
]

MIDDLEWARE = [
    "caruban.kernel.web.middleware.RequestId",
    "caruban.kernel.web.middleware.SecurityHeaders",
    "caruban.kernel.operations.middleware.Probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "caruban.kernel.operations.middleware.Measured",
    "caruban.kernel.web.middleware.LanguageOfReader",
    "caruban.kernel.web.middleware.HeadOfApi",
    "caruban.kernel.web.problems.ProblemsOfApi",
    "caruban.kernel.web.middleware.DatabaseAway",
    "caruban.kernel.web.middleware.RefusalsInWords",
    "caruban.kernel.replica.middleware.ReadYourWrites",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "caruban.kernel.accounts.middleware.ActorOfRequest",
    "caruban.kernel.limits.middleware.LimitsOfApi",
    "caruban.kernel.tokens.middleware.TokenOfRequest",
    "caruban.kernel.accounts.middleware.LanguageOfAccount",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "caruban.kernel.accounts.middleware.SeenSessions",
    "caruban.kernel.accounts.middleware.SecondStep",
    "caruban.kernel.registers.api.idempotency.middleware.OncePerKey",  # last: it calls the view
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            PACKAGE / "kernel" / "web" / "templates",
            PACKAGE / "kernel" / "documents" / "templates",
            PACKAGE / "kernel" / "organisations" / "templates",
            PACKAGE / "kernel" / "accounts" / "templates",
            PACKAGE / "kernel" / "reports" / "templates",
            PACKAGE / "kernel" / "operations" / "templates",
            PACKAGE / "kernel" / "registers" / "templates",
            PACKAGE / "kernel" / "comments" / "templates",
            PACKAGE / "kernel" / "attachments" / "templates",
            PACKAGE / "kernel" / "privacy" / "templates",
            PACKAGE / "kernel" / "tokens" / "templates",
            PACKAGE / "kernel" / "invitations" / "templates",
            PACKAGE / "kernel" / "search" / "templates",
            PACKAGE / "kernel" / "workspace" / "templates",
            PACKAGE / "kernel" / "help" / "templates",
            PACKAGE / "kernel" / "notices" / "templates",
            PACKAGE / "kernel" / "webhooks" / "templates",
            PACKAGE / "kernel" / "calendar" / "templates",
            PACKAGE / "evaluation" / "templates",
        ],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "caruban.kernel.web.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "caruban.kernel.web.context.page",
                "caruban.kernel.workspace.context.desk",
                "caruban.kernel.help.context.help_of_page",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


def _database(url: str, **options: Any) -> dict[str, Any]:
    given = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": given.pop("dbname", ""),
        "USER": given.pop("user", ""),
        "PASSWORD": given.pop("password", ""),
        "HOST": given.pop("host", ""),
        "PORT": given.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env.DATABASE_POOL, "timeout": 5, "max_waiting": 64},
            **options,
            **given,
        },
    }


# Database: PostgreSQL only, through psycopg's pool; by setting, a replica that only reads.
DATABASES: dict[str, dict[str, Any]] = {"default": _database(env.DATABASE_URL)}
if env.DATABASE_REPLICA_URL:
    DATABASES["replica"] = _database(
        env.DATABASE_REPLICA_URL,
        keepalives_idle=5, keepalives_interval=2, keepalives_count=2, tcp_user_timeout=5000,
    )  # fmt: skip
    DATABASE_ROUTERS = ["caruban.kernel.replica.router.Router"]
REPLICA_LAG = env.REPLICA_LAG
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# Sign-in: by e-mail and password; accounts are made by an operator, never by a visitor.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "caruban.kernel.accounts.adapter.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers whose address somebody typed
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "http" if DEMO else "https"
ACCOUNT_FORMS = {
    "login": "caruban.kernel.accounts.forms.LoginForm",
    "reset_password": "caruban.kernel.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "caruban.kernel.accounts.forms.ResetPasswordKeyForm",
    "set_password": "caruban.kernel.accounts.forms.SetPasswordForm",
    "change_password": "caruban.kernel.accounts.forms.ChangePasswordForm",
    "reauthenticate": "caruban.kernel.accounts.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "change_password": "5/m/user",
}
MFA_ADAPTER = "caruban.kernel.accounts.guards.GuardAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by an operator, never by the account
MFA_TOTP_ISSUER = "Caruban"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_FORMS = {
    "authenticate": "caruban.kernel.accounts.forms.AuthenticateForm",
    "reauthenticate": "caruban.kernel.accounts.forms.ReauthenticateByCodeForm",
    "activate_totp": "caruban.kernel.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "caruban.kernel.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "caruban.kernel.accounts.forms.EditPasskeyForm",
}
MFA_ROLES = env.MFA_ROLES if env.MFA_ROLES is not None else [] if DEMO else ["operator"]
SOCIALACCOUNT_ADAPTER = "caruban.kernel.accounts.outside.LinkAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
OIDC_ISSUER = env.OIDC_ISSUER
OIDC_NAME = env.OIDC_NAME
OIDC_NEW_ACCOUNTS = env.OIDC_NEW_ACCOUNTS
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "oidc",
                "name": env.OIDC_NAME,
                "client_id": env.OIDC_CLIENT,
                "secret": env.OIDC_SECRET,
                "settings": {"server_url": env.OIDC_ISSUER},
            }
        ]
        if env.OIDC_ISSUER
        else [],
    }
}
INVITATION_DAYS = env.INVITATION_DAYS
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.BEHIND_PROXY else 0
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace"
LOGOUT_REDIRECT_URL = "home"

# Language, time, formats: Indonesian for people, UTC in the database.
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "caruban_language"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

# Files.
DATA_DIR = env.DATA_DIR
DOCUMENT_ROOT = DATA_DIR / "documents"
DOCUMENT_STORE = env.DOCUMENTS  # "" is that folder
S3_ENDPOINT = env.S3_ENDPOINT
S3_REGION = env.S3_REGION
S3_CREDENTIALS = env.S3_CREDENTIALS
UPLOAD_LIMIT = env.UPLOAD_LIMIT_MB * 1024 * 1024
CLAMD = env.CLAMD
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a hundred repeating rows of a form, some columns each
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "caruban.kernel.documents.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# Mail.
EMAIL_FROM = env.EMAIL_FROM
DEFAULT_FROM_EMAIL = env.EMAIL_FROM
CAN_MAIL = bool(env.EMAIL_URL)
EMAIL_BACKEND = (
    "caruban.kernel.operations.mail.NotedBackend"
    if env.EMAIL_URL
    else "django.core.mail.backends.dummy.EmailBackend"
)
_mail = urlsplit(env.EMAIL_URL)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or 25
EMAIL_HOST_USER = _mail.username or ""
EMAIL_HOST_PASSWORD = _mail.password or ""
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_USE_TLS = _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = 20
DIGEST_HOUR = env.DIGEST_HOUR
WEBHOOK_ALLOWED_NETWORKS = env.WEBHOOK_ALLOWED_NETWORKS

# Jobs, on the same PostgreSQL.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# what came due while no worker ran is made up for once, unless its next time is near
PROCRASTINATE_PERIODIC_DEFAULTS = {"max_delay": 20 * 3600}
METRICS_TOKEN = env.METRICS_TOKEN

# The API: budgets of requests per minute, and how long a personal token may last.
API_LIMIT = env.API_LIMIT
API_GUEST_LIMIT = env.API_GUEST_LIMIT
TOKEN_DAYS = env.TOKEN_DAYS

# Secure unless in demo mode, which serves plain HTTP on loopback.
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_HSTS_PRELOAD = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.BEHIND_PROXY else None
BEHIND_PROXY = env.BEHIND_PROXY
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_NAME = "caruban_session"
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "caruban.kernel.web.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"

LOGGING = logging_config(env.LOG_LEVEL, env.LOG_FORMAT)
