"""Addresses of the expert's desk, of panels and of the pool."""

from django.urls import path

from experts.views import desk, panels, pool

app_name = "experts"

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("invitations/<uuid:token>/", desk.invitation, name="invitation"),
    path("invitations/<uuid:token>/answer/", desk.declare, name="declare"),
    path("invitations/<uuid:token>/papers/<int:number>/", desk.paper, name="paper"),
    path("invitations/<uuid:token>/sheet/<slug:step>/", desk.sheet, name="sheet"),
    path("invitations/<uuid:token>/seal/", desk.score, name="score"),
    path("invitations/<uuid:token>/receipt/", desk.receipt, name="receipt"),
    path("panels/<uuid:token>/", panels.progress, name="progress"),
    path("panels/<uuid:token>/result/", panels.result, name="result"),
    path("pool/", pool.pool, name="pool"),
    path("pool/enter/", pool.enter, name="enter"),
    path("pool/<str:code>/", pool.expert, name="expert"),
]
