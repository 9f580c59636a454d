"""Settings for a developer's machine and for the demonstration."""

from config.settings.base import *  # noqa: F403 -- settings are layered

DEBUG = True
SECRET_KEY = SECRET_KEY or "only-for-development-never-in-production"  # noqa: F405, S105 -- production refuses it
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
# accounts: no TLS here
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
