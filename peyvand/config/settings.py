"""Settings. What a firm may change is an environment variable named PEYVAND_…, see docs/reference/settings.md."""

import contextlib
import os
import secrets
import tempfile
from pathlib import Path

import django_stubs_ext
import platformdirs
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from peyvand.config.data_folder import make_folder
from peyvand.config.database import connection_settings
from peyvand.config.mail import mail_server

django_stubs_ext.monkeypatch()  # lets generic Django classes be written with their parameters

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("PEYVAND_DATA") or platformdirs.user_data_path("peyvand")).resolve()
DEBUG = os.environ.get("PEYVAND_DEBUG") == "1"


def _secret_key() -> str:
    """The firm's secret, made once and kept in the data folder, readable by its owner only."""
    file = DATA / "secret"
    if not file.exists():
        make_folder(DATA)
        written, temporary = tempfile.mkstemp(dir=DATA)  # readable by its owner only
        os.write(written, secrets.token_urlsafe(50).encode())
        os.close(written)
        with contextlib.suppress(FileExistsError):  # another process of this start was faster; its secret is whole
            os.link(temporary, file)
        os.unlink(temporary)
    return file.read_text()


SECRET_KEY = os.environ.get("PEYVAND_SECRET_KEY") or _secret_key()
ALLOWED_HOSTS = os.environ.get("PEYVAND_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("PEYVAND_ORIGINS", "").split(",") if origin]
BEHIND_HTTPS = any(origin.startswith("https://") for origin in CSRF_TRUSTED_ORIGINS)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",  # its table was ours once: a database that has it is not newer than we are
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "procrastinate.contrib.django",
    "peyvand.platform.ui",
    "peyvand.platform.accounts",
    "peyvand.platform.access",
    "peyvand.platform.audit",
    "peyvand.platform.jobs",
    "peyvand.platform.search",
    "peyvand.platform.files",
    "peyvand.platform.records",
    "peyvand.platform.import_export",
    "peyvand.platform.api",
    "peyvand.contacts",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "peyvand.platform.accounts.sessions.SignedIn",
    "peyvand.platform.accounts.middleware.UserLocale",
    "peyvand.platform.accounts.middleware.SignInRequired",
    "peyvand.platform.audit.middleware.Door",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "peyvand.platform.ui.middleware.NotAllowed",
]

ROOT_URLCONF = "peyvand.config.urls"
WSGI_APPLICATION = "peyvand.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": sorted(folder for rooms in ("*", "platform/*") for folder in PACKAGE.glob(f"{rooms}/templates")),
        "OPTIONS": {
            "environment": "peyvand.platform.ui.jinja.environment",
            "context_processors": ["peyvand.platform.ui.context.page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]


DATABASES = {"default": connection_settings(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # three days, as the page of the link says
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # that mail would offer to sign up
ACCOUNT_FORMS = {"login": "peyvand.platform.accounts.forms.SignInForm"}
ACCOUNT_ADAPTER = "peyvand.platform.accounts.adapter.StaffAdapter"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts failures in the database, for every process alike
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "peyvand.platform.accounts.views.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False

SESSION_ENGINE = "peyvand.platform.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
CSRF_FAILURE_VIEW = "peyvand.platform.ui.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fa", _("Persian")), ("ru", _("Russian")), ("zh-hans", _("Chinese"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "UTC"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "peyvand.platform.audit.middleware.watch_jobs"

STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "platform/ui/static"
WHITENOISE_MAX_AGE = 0 if DEBUG else 60 * 60
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+[-.][0-9a-zA-Z_-]{8,12}\..+$"  # Vite puts a content hash into every name

MEDIA_ROOT = DATA / "files"
MAIL_SERVER = mail_server()
EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL_SERVER.user, MAIL_SERVER.password
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL_SERVER.tls, MAIL_SERVER.starttls
EMAIL_TIMEOUT = 10  # seconds that somebody waits who asked for a mail
DEFAULT_FROM_EMAIL = MAIL_SERVER.sender

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
