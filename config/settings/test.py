"""Settings for the tests."""

from config.database import database_settings
from config.settings.base import *  # noqa: F403 -- settings are layered
from config.settings.base import VAR_DIR

SECRET_KEY = "only-for-tests"  # noqa: S105 -- never leaves the tests
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": database_settings(VAR_DIR, throwaway=True) | {"CONN_MAX_AGE": 0}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# accounts: no TLS here
SESSION_COOKIE_SECURE = False
SESSION_RENEW_SECONDS = 10**10  # a minute that ends in a test would cost it statements
CSRF_COOKIE_SECURE = False
STATIC_ROOT = None  # the tests serve what lies in static/ and collect nothing
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
