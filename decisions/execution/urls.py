"""Addresses of the execution."""

from django.urls import path

from decisions.execution import views

app_name = "execution"

urlpatterns = [
    path("execution/", views.BoardView.as_view(), name="board"),
    path("<int:pk>/execution/", views.ExecutionView.as_view(), name="execution"),
]
