"""Settings, safe for development without any variable set; docs/running.md lists them all."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from . import environment, stylesheet

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = environment.flag("DEBUG", default=False)
SECRET_KEY = environment.text("SECRET_KEY")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
# Served over plain HTTP on this machine only, unless told otherwise.
HTTPS = environment.flag("HTTPS", default=False)

if HTTPS:
    environment.refuse_what_is_for_trying(debug=DEBUG, key=SECRET_KEY)
if not SECRET_KEY:
    # One key for each folder and start would log every editor out at each restart of a worker.
    from newsroom.development_key import development_key

    SECRET_KEY = development_key(BASE_DIR / "var" / "secret-key")

INSTALLED_APPS = [
    "newsroom.admin_site.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "simple_history",
    "axes",
    "csp",
    "articles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Below what sets the headers of every answer, above what only editors need.
    "articles.public.caching.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# The editors' templates; readers' are Jinja's: see articles/public/templating.py.
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------

DATABASES = {
    "default": environment.database(
        environment.text("DATABASE_URL", "sqlite:///var/newsroom.sqlite3"), base=BASE_DIR
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3") and DATABASES["default"]["NAME"] != ":memory:":
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
if environment.text("REPLICA_URL"):
    DATABASES["replica"] = environment.database(environment.text("REPLICA_URL"), base=BASE_DIR) | {
        "TEST": {"MIRROR": "default"}
    }
    # A machine that is gone does not refuse, it keeps silent: do not wait for it longer than this.
    DATABASES["replica"]["OPTIONS"].setdefault("connect_timeout", 2)
    DATABASE_ROUTERS = ["newsroom.routers.ReplicaRouter"]
    MIDDLEWARE.append("newsroom.routers.ReplicaMiddleware")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "newsroom",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
if environment.text("REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": environment.text("REDIS_URL"),
    }

# --- Words and time -----------------------------------------------------------------------

LANGUAGE_CODE = environment.text("LANGUAGE_CODE", "zh-hans")
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "articles" / "locale"]
TIME_ZONE = environment.text("TIME_ZONE", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

# --- People -------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "admin:login"
# By user name and address together: a stranger cannot lock an editor out. newsroom/login.py counts what
# one address tries on many names, and many addresses on one.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
# Behind proxies everybody would have their address: docs/running.md.
AXES_USERNAME_CALLABLE = "newsroom.login.typed_name"
AXES_CLIENT_IP_CALLABLE = "newsroom.proxies.address_of"
SIMPLE_HISTORY_HISTORY_ID_USE_UUID = False

# --- What browsers may do -----------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "style-src": [SELF, stylesheet.FINGERPRINT],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
# A bulk action on a full admin page of 1,000 rows sends as many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
if environment.number("PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if HTTPS:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"

# --- Files --------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsroom.static_storage.StaticStorage"},
}
MEDIA_ROOT = BASE_DIR / "var" / "uploads"
# Before they are collected, WhiteNoise finds static files where they are kept.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").exists()

if DEBUG or "PYTEST_VERSION" in os.environ:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

# --- Newsroom's own -----------------------------------------------------------------------

NEWSROOM = {
    # An article needs a second person before it is published.
    "SECOND_PERSON_REVIEW": environment.flag("SECOND_PERSON_REVIEW", default=False),
    # Where readers write to; shown in the foot of the site and in the feed.
    "CONTACT": environment.text("CONTACT"),
    # A worker may show what another has just changed this many seconds later.
    "FRESH_SECONDS": environment.number("FRESH_SECONDS", default=0 if "PYTEST_VERSION" in os.environ else 1),
    # Off only to measure how long a page takes to make.
    "KEEP_PAGES": True,
    # How many proxies of ours stand in front, each saying whom it heard.
    "PROXY_COUNT": environment.number("PROXY_COUNT", default=0),
    # Largest page file taken, in bytes; a larger one is refused with its size.
    "MAX_PAGE_BYTES": environment.number("MAX_PAGE_BYTES", default=2 * 1024 * 1024),
    # One search statement may take this long, in milliseconds.
    "SEARCH_TIMEOUT_MS": environment.number("SEARCH_TIMEOUT_MS", default=1000),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "newsroom.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "filters": {"lost_readers": {"()": "newsroom.quiet.LostReaders"}},
    "loggers": {"django.request": {"filters": ["lost_readers"]}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "WARNING")},
}
