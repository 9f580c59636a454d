"""Settings for a developer's machine and for the demonstration."""

from config.database import database_settings
from config.env import env_bool
from config.settings.base import *  # noqa: F403 -- settings are layered
from config.settings.base import SECRET_KEY, VAR_DIR

DEBUG = env_bool("DEBUG", default=True)
SECRET_KEY = SECRET_KEY or "only-for-development-never-in-production"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
# accounts: no TLS here
SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False
DATABASES = {"default": database_settings(VAR_DIR)}
