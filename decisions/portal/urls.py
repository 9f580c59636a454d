"""Addresses of the portal; none of them asks who somebody is."""

from django.urls import path

from decisions.portal import execution, reading, speaking

app_name = "portal"

urlpatterns = [
    path("", reading.home, name="home"),
    path("consultations/<int:pk>/", reading.consultation, name="consultation"),
    path("consultations/<int:pk>/comment/", speaking.CommentView.as_view(), name="comment"),
    path("receipts/", speaking.LookUpView.as_view(), name="look_up"),
    path("receipts/<str:tracking>/", speaking.ReceiptView.as_view(), name="receipt"),
    path("results/", reading.results, name="results"),
    path("results/<int:pk>/", reading.result, name="result"),
    path("hearings/<int:pk>/", reading.hearing, name="hearing"),
    path("hearings/<int:pk>/sign-up/", speaking.SignUpView.as_view(), name="sign_up"),
    path("decisions/", reading.decisions, name="decisions"),
    path("decisions/<int:pk>/", reading.decision, name="decision"),
    path("decisions/<int:pk>/opinion/", execution.ExecutionOpinionView.as_view(), name="execution_opinion"),
    path("materials/<int:pk>/", reading.material, name="material"),
    path("materials/<int:pk>/files/<int:sequence>/", reading.material_file, name="file"),
    path("materials/<int:pk>/pdf/", reading.rendition, name="rendition"),
]
