"""Addresses."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("accounts.urls")),
    path("archive/", include("archive.urls")),
    path("decisions/", include("decisions.desk.urls")),
    path("decisions/", include("decisions.participation.urls")),
    path("decisions/", include("decisions.execution.urls")),
    path("decisions/", include("decisions.evaluation.urls")),
    path("statutes/", include("decisions.statutes.urls")),
    path("experts/", include("experts.urls")),
    path("portal/", include("decisions.portal.urls")),
]

if settings.DEBUG:
    urlpatterns += [path("styleguide/", include("config.styleguide.urls"))]
