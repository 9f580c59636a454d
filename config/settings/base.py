"""Settings that hold everywhere; the other modules of this package change what differs."""

from datetime import timedelta
from pathlib import Path

from config.env import env, env_int

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env("VAR_DIR", default=str(BASE_DIR / "var")))

SECRET_KEY = env("SECRET_KEY", default="")
DEBUG = False
ALLOWED_HOSTS: list[str] = env("ALLOWED_HOSTS", default="").split()

INSTALLED_APPS = [
    "config",
    "accounts",
    "archive",
    "experts",
    "decisions",
    "viewflow",
    "viewflow.workflow",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "django_htmx",
    "csp",
    "axes",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # front: the widgets' templates, below ours
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "config.text_size.TextSizeMiddleware",  # front
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SlidingSessionMiddleware",
    "accounts.middleware.InitialPasswordMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.errors.OversizeMiddleware",
    "config.errors.MethodMiddleware",
    "config.errors.ConflictMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "config.text_size.text_size",  # front
                "config.context.desk",
            ],
            "libraries": {"front": "config.front"},  # front
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.OfficeBackend",
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# front
FORM_RENDERER = "config.forms.Renderer"
FORMAT_MODULE_PATH = ["config.formats"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
# Only our own files: viewflow's skin is not served, and its style sheets name fonts it does not ship.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT: Path | None = VAR_DIR / "static"

# What a request may bring: all but small files go to disk as they arrive, and only fields may fill memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 50

ARCHIVE_ROOT = VAR_DIR / "archive"
ARCHIVE_UPLOAD_LIMIT = 200 * 1024 * 1024
# All files of one sending together; a longer request is refused before it is read.
ARCHIVE_REQUEST_LIMIT = 1024 * 1024 * 1024
# What a packed office document may unpack to: beyond it, it is made to fill the disk of whoever opens it.
ARCHIVE_UNPACKED_LIMIT = 2 * 1024 * 1024 * 1024
# The only fonts papers are made with. An office that has licensed 仿宋_GB2312 and 方正小标宋 names their folder.
ARCHIVE_FONT_DIRS = [
    *filter(None, env("ARCHIVE_FONT_DIRS", default="").split(":")),
    str(VAR_DIR / "fonts"),  # where `make install` puts Fandol
    "/usr/share/fonts/opentype/noto",
]
# What one paper may take, and how often one that fails is tried by itself.
ARCHIVE_PRINTING_SECONDS = env_int("ARCHIVE_PRINTING_SECONDS", default=120)
ARCHIVE_PRINTING_MEMORY = env_int("ARCHIVE_PRINTING_MEMORY", default=2 * 1024**3)
ARCHIVE_PRINTING_ATTEMPTS = 3

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "archive.intake.BoundedFileUploadHandler",
]

# So many days before a year begins, whoever keeps the calendar is reminded that its working days are not entered.
CALENDAR_LEAD_DAYS = env_int("CALENDAR_LEAD_DAYS", default=60)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True

# accounts
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "accounts.passwords.CharacterClassesValidator", "OPTIONS": {"classes": 3}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "phone"), "max_similarity": 0.6},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.FormerPasswordValidator", "OPTIONS": {"count": 5}},
]
PASSWORD_MAX_AGE_DAYS = 90
# Thirty minutes without a request end a session; every request begins them again.
SESSION_COOKIE_AGE = 30 * 60
SESSION_RENEW_SECONDS = 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = True
# Five wrong passwords for one name from one address shut that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.views.entry.locked"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "password"]
# Where the verbs of each group are written down; ``manage.py set_up_groups`` applies them.
GROUP_VERBS = ["accounts.groups.VERBS", "archive.verbs.GROUP_VERBS", "decisions.cases.verbs.GROUP_VERBS"]
# Fernet keys for personal data kept only to call back, the newest first; none: derived from SECRET_KEY.
FIELD_KEYS: list[str] = env("FIELD_KEYS", default="").split()
# experts: what sealed score sheets are encrypted with; changed, sheets sealed before can no longer be opened.
SEAL_SECRET = env("SEAL_SECRET", default="")
