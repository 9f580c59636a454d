"""Addresses of evaluation."""

from django.urls import path

from decisions.evaluation import views

app_name = "evaluation"

urlpatterns = [
    path("evaluations/", views.ScheduleView.as_view(), name="schedule"),
    path("<int:pk>/evaluations/", views.RoundsView.as_view(), name="rounds"),
]
