"""Settings for the tests."""

from config.database import database_settings
from config.settings.base import *  # noqa: F403 -- settings are layered
from config.settings.base import VAR_DIR

SECRET_KEY = "only-for-tests"  # noqa: S105 -- never leaves the tests
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DATABASES = {"default": database_settings(VAR_DIR, throwaway=True)}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# accounts: no TLS here
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
