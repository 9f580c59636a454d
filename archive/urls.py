"""Addresses of the archive."""

from django.urls import path

from archive import views

app_name = "archive"
urlpatterns = [
    path("", views.CaseListView.as_view(), name="cases"),
    path("<int:pk>/", views.CaseView.as_view(), name="case"),
    path("<int:pk>/ledger/", views.LedgerView.as_view(), name="ledger"),
    path("<int:pk>/verification/", views.VerificationView.as_view(), name="verification"),
    path("<int:pk>/dossier.zip", views.DossierView.as_view(), name="dossier"),
    path("materials/<int:pk>/", views.MaterialView.as_view(), name="material"),
    path("materials/<int:pk>/rendition.pdf", views.RenditionView.as_view(), name="rendition"),
    path("files/<int:pk>/", views.FileView.as_view(), name="file"),
]
