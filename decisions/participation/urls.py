"""Addresses of the register of opinions."""

from django.urls import path

from decisions.participation.register import OpinionsView

app_name = "participation"

urlpatterns = [path("<int:pk>/opinions/", OpinionsView.as_view(), name="opinions")]
