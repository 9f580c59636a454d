"""Addresses."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from config.home import home

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"

# Packages with pages, in the order in which addresses are tried.
PACKAGES = (
    ("accounts/", "accounts.urls"),
    ("archive/", "archive.urls"),
    ("decisions/", "decisions.desk.urls"),
    ("decisions/", "decisions.participation.urls"),
    ("decisions/", "decisions.legality.urls"),
    ("decisions/", "decisions.deliberation.urls"),
    ("decisions/", "decisions.execution.urls"),
    ("decisions/", "decisions.evaluation.urls"),
    ("experts/", "experts.urls"),
    ("portal/", "decisions.portal.urls"),
    ("statutes/", "decisions.statutes.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    *(path(prefix, include(module)) for prefix, module in PACKAGES if find_spec(module) is not None),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("config.styleguide.urls"))]
