"""Addresses of the style guide."""

from django.urls import path

from config.styleguide import views

urlpatterns = [
    path("", views.components, name="styleguide"),
    path("<slug:page>/", views.page, name="styleguide-page"),
]
