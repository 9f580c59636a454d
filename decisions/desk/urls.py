"""Addresses of the desk."""

from django.urls import path

from decisions.desk import acts

app_name = "decisions"

urlpatterns = [
    path("propose/", acts.start, name="propose"),
    path("tasks/<int:pk>/", acts.perform_task, name="task"),
    path("<int:pk>/acts/<slug:verb>/", acts.perform_side_act, name="act"),
]
