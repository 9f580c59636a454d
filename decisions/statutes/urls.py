"""Addresses of the rule packs and the calendar."""

from django.urls import path

from decisions.statutes import views

app_name = "statutes"

urlpatterns = [
    path("", views.PacksView.as_view(), name="packs"),
    path("add/", views.AddPackView.as_view(), name="add_pack"),
    path("compare/", views.CompareView.as_view(), name="compare"),
    path("<int:pk>/", views.PackView.as_view(), name="pack"),
    path("<int:pk>/review/", views.ReviewPackView.as_view(), name="review_pack"),
    path("<int:pk>/activate/", views.ActivatePackView.as_view(), name="activate_pack"),
    path("<int:pk>/retire/", views.RetirePackView.as_view(), name="retire_pack"),
    path("calendar/", views.CalendarView.as_view(), name="calendar"),
    path("calendar/<int:year>/", views.CalendarYearView.as_view(), name="calendar_year"),
    path("calendar/<int:year>/enter/", views.EnterYearView.as_view(), name="enter_year"),
]
