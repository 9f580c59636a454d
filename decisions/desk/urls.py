"""Addresses of the desk."""

from django.urls import path

from decisions.desk import acts
from decisions.desk.views import compliance, ledger, matter, opinions, records, tasks

app_name = "decisions"

urlpatterns = [
    path("", ledger.LedgerView.as_view(), name="ledger"),
    path("ledger.xlsx", ledger.ExportView.as_view(), name="export"),
    path("procedure.bpmn", records.BpmnView.as_view(), name="bpmn"),
    path("propose/", acts.start, name="propose"),
    path("tasks/", tasks.TasksView.as_view(), name="tasks"),
    path("tasks/waiting/", tasks.WaitingView.as_view(), name="waiting"),
    path("tasks/<int:pk>/", acts.perform_task, name="task"),
    path("tasks/<int:pk>/claim/", tasks.ClaimView.as_view(), name="claim"),
    path("tasks/<int:pk>/release/", tasks.ReleaseView.as_view(), name="release"),
    path("tasks/<int:pk>/hand-over/", tasks.HandOverView.as_view(), name="hand_over"),
    path("reminders/<int:pk>/seen/", tasks.SeenView.as_view(), name="reminder_seen"),
    path("<int:pk>/", matter.DecisionView.as_view(), name="decision"),
    path("<int:pk>/drafts/", matter.DraftsView.as_view(), name="drafts"),
    path("<int:pk>/drafts/comparison/", matter.CompareView.as_view(), name="comparison"),
    path("<int:pk>/materials/", matter.MaterialsView.as_view(), name="materials"),
    path("<int:pk>/materials/<int:material>/", records.MaterialView.as_view(), name="material"),
    path(
        "<int:pk>/materials/<int:material>/files/<int:sequence>/",
        records.MaterialFileView.as_view(),
        name="material_file",
    ),
    path(
        "<int:pk>/materials/<int:material>/rendition.pdf", records.RenditionView.as_view(), name="material_rendition"
    ),
    path("<int:pk>/compliance/", compliance.ComplianceView.as_view(), name="compliance"),
    path("<int:pk>/adoption/", opinions.AdoptionView.as_view(), name="adoption"),
    path("<int:pk>/record/", matter.RecordView.as_view(), name="record"),
    path("<int:pk>/process/", matter.ProcessView.as_view(), name="process"),
    path("<int:pk>/receipts/<int:sequence>/", records.ReceiptView.as_view(), name="receipt"),
    path("<int:pk>/acts/<slug:verb>/", acts.perform_side_act, name="act"),
]
