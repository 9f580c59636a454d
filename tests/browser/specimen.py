"""Addresses with pages of known faults, to try the browser's own fixtures on."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

SOUND = (
    '<!doctype html><html lang="zh-hans"><head><title>样张</title><meta name="viewport" content="width=device-width">'
    "</head><body><main><h1>样张</h1><p>{}</p></main></body></html>"
)


def sound(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SOUND.format(request.user))


def nameless(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SOUND.format('<input type="text">'))


def wide(request: HttpRequest) -> HttpResponse:
    return HttpResponse(SOUND.format(f"<code>{'x' * 2000}</code>"))


urlpatterns = [path("sound/", sound), path("nameless/", nameless), path("wide/", wide)]
