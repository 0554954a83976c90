"""Settings of the application; what differs between places comes from the environment.

docs/operate.md lists its variables; ``web.environment`` reads them and refuses what is amiss.
"""

from pathlib import Path

from duecourse.web.environment import Environment
from duecourse.web.tables.looks import LOOKS

ENVIRONMENT = Environment.of_process()
LOCAL = ENVIRONMENT.local
HOME = ENVIRONMENT.home
BASE = Path(__file__).resolve().parent

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts
DATABASES = {"default": ENVIRONMENT.database()}
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "ninja",
    "duecourse.store",
    "duecourse.web",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "duecourse.web.middleware.Headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "duecourse.web.session_expiry.end_old_sessions",
    "duecourse.web.middleware.LanguageOfUser",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "duecourse.web.upload_limit.limit_uploads",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "duecourse.web.urls"
WSGI_APPLICATION = "duecourse.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "duecourse.web.frame.frame",
            ],
            "builtins": ["duecourse.web.templatetags.duecourse"],
        },
    }
]
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["duecourse.web.throttled_login.ThrottledBackend"]
PASSWORD_RULES = {
    "UserAttributeSimilarityValidator": {},
    "MinimumLengthValidator": {"min_length": 10},
    "CommonPasswordValidator": {},
    "NumericPasswordValidator": {},
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in PASSWORD_RULES.items()
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"
SESSION_COOKIE_AGE = ENVIRONMENT.session_seconds
"""Without a click for so long; ``web.session_expiry`` renews a session that is in use."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not LOCAL
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not LOCAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 40
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4_000
"""A file for each table of the ledger; a mapping with a field for each column of all of them."""
UPLOAD_LIMIT = ENVIRONMENT.upload_limit
"""Bytes of a whole request, its files included; beyond that it is refused unread."""
TRUSTED_PROXIES = ENVIRONMENT.proxies
LETTERS_WAIT = ENVIRONMENT.letters_wait
"""Letters are drafts until a person lets them go; docs/howto/letters.md."""
MAIL_DOMAIN = ENVIRONMENT.mail_domain

LANGUAGE_CODE = "en"
TIME_ZONE = ENVIRONMENT.time_zone
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
UNFOLD = LOOKS
WHITENOISE_USE_FINDERS = True
"""The few files of the package are served as they lie; nothing is to be collected."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "duecourse": {"handlers": ["stderr"], "level": "INFO"},
    },
}
"""To standard error, where a service manager gathers it; no request is logged that went well."""
