"""Settings for the tests."""

from config.settings.base import *  # noqa: F403 -- settings are layered

SECRET_KEY = "only-for-tests"  # noqa: S105 -- never leaves the tests
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# accounts: no TLS here
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
