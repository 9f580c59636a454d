"""Settings for production: everything that differs between offices comes from the environment.

``SECRET_KEY`` (or ``SECRET_KEY_FILE``), ``ALLOWED_HOSTS`` and ``DATABASE_URL`` have to be set. ``BEHIND_PROXY=yes``
says that a proxy ends TLS and sets ``X-Forwarded-Proto``; without it, a forged header would pass for TLS.
"""

from config.database import database_settings
from config.env import env, env_bool, env_int
from config.refusals import long_secret, named_hosts
from config.settings.base import *  # noqa: F403 -- settings are layered
from config.settings.base import ALLOWED_HOSTS, VAR_DIR

DEBUG = False
SECRET_KEY = long_secret(env("SECRET_KEY"))
SECRET_KEY_FALLBACKS = env("SECRET_KEY_FALLBACKS", default="").split()
ALLOWED_HOSTS = named_hosts(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS = env("CSRF_TRUSTED_ORIGINS", default="").split()

env("DATABASE_URL")  # the embedded server is for trying out: an office names a server it backs up
DATABASES = {"default": database_settings(VAR_DIR)}
DATABASES["default"]["CONN_MAX_AGE"] = env_int("CONN_MAX_AGE", default=60)

# TLS only, for half a year at a time; the subdomains and the browsers' lists are the office's to decide.
SECURE_SSL_REDIRECT = env_bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env_int("SECURE_HSTS_SECONDS", default=15_552_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env_bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env_bool("SECURE_HSTS_PRELOAD", default=True)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env_bool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The address of whoever logs in is the last one, which our own proxy wrote: the ones before it can be forged.
    AXES_IPWARE_PROXY_COUNT = env_int("PROXY_COUNT", default=1)
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf"

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# One event a line, to standard output, where the service's journal keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stdout"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
