"""Addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("decisions/", include("decisions.desk.urls")),
    path("statutes/", include("decisions.statutes.urls")),
]
