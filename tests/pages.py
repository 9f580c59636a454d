"""An act's page in an official's browser: sent, looked at again for what was typed, and for what was kept of it."""

from __future__ import annotations

import contextlib
import uuid
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from decisions.cases.forms import as_post
from tests.factories.papers import staged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accounts.models import User
    from decisions.cases.views import ActView
    from tests.procedure import Procedure

BACKEND = "accounts.backends.OfficeBackend"
# What may come of a refused act: files wait for the next try, and logins are logins.
NOT_OF_THE_ACT = {"archive_upload", "archive_blob", "django_session"}


def logged_in(official: User) -> Client:
    """Return a browser in which an official is logged in."""
    browser = Client()
    browser.force_login(official, backend=BACKEND)
    return browser


class Controls(HTMLParser):
    """What a browser would send back of a page: values by name, as they stand."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, list[str]] = {}
        self._area: str | None = None
        self._select: str | None = None
        self._text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = given.get("name") or ""
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind in {"file", "submit"} or (kind in {"checkbox", "radio"} and "checked" not in given):
                return
            self.put(name, given.get("value", "on" if kind == "checkbox" else "") or "")
        elif tag == "textarea":
            self._area, self._text = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.put(self._select, given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.put(self._area, self._text.removeprefix("\n"))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        self._text += data

    def put(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


class Page:
    """The page of one act as one official has it open, with everything filled in.

    Attributes:
        browser: The official's.
        url: Where the form is sent.
        post: What is sent; the form's own mark is part of it.
    """

    def __init__(
        self, procedure: Procedure, act: str | type[ActView], *, by: User | None = None, **values: Any
    ) -> None:
        """Fill in an act of the flow by its node with the usual values, or one beside it with those given."""
        self.procedure = procedure
        if isinstance(act, str):
            view = procedure.view(act, by=by)
            self.url = (
                reverse("decisions:propose")
                if act == "propose"
                else reverse("decisions:task", args=[procedure.task(act).pk])
            )
            plain = procedure.values_for(act, view, **values)
        else:
            view = act.bound(official=by, decision=procedure.reload())
            view.official = by or procedure.official_for(view)
            self.url = reverse("decisions:act", args=[procedure.decision.pk, act.verb])
            plain = staged({"on": procedure.day, **values}, by=view.official)
        self.view = view
        self.official = view.official
        self.browser = logged_in(view.official)
        self.post = as_post(view.form_class, plain)
        for name, field in view.form_class.base_fields.items():
            if isinstance(field, forms.CharField) and len(self.post.getlist(name)) > 1:
                # A list in one box, as a person writes it.
                mark = "\n" if isinstance(field.widget, forms.Textarea) else "、"
                self.post[name] = mark.join(self.post.getlist(name))
        self.post["submission"] = str(uuid.uuid4())

    def send(self, button: str = "_confirm", **changes: Any) -> Any:
        """Press a button; ``changes`` replace values, files among them."""
        sent = {**dict(self.post.lists()), button: "1", **changes}
        return self.browser.post(self.url, sent)

    def lost(self, response: Any) -> dict[str, list[str]]:
        """Return what was sent and does not stand in the page that came back."""
        shown = Controls(response.text).values
        return {
            name: missing
            for name, values in self.post.lists()
            if (missing := [value for value in values if value and not _stands(value, shown.get(name, []))])
        }


def _stands(value: str, shown: list[str]) -> bool:
    def plain(text: str) -> str:
        return " ".join(text.split())

    return plain(value) in {plain(item) for item in shown}


def rows() -> dict[str, int]:
    """Count every row an act could leave behind, histories and tasks included."""
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - NOT_OF_THE_ACT)
    counts = " UNION ALL ".join(f"SELECT '{table}', count(*) FROM {table}" for table in tables)  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(counts)
        return dict(cursor.fetchall())


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Nothing of an act is kept: no entry, no row, no history, no moved task."""
    before = rows()
    yield
    after = rows()
    assert {table: after[table] - before[table] for table in after if after[table] != before[table]} == {}
