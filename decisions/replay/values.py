"""What stands in an act file in place of a value: files, texts, people, experts, and what the record knows."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import FieldError, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from accounts.models import Unit, User
from archive.services import stage_upload
from decisions.replay.folder import FolderError
from experts.models import Expert, Seat, SeatStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from archive.models import Upload
    from decisions.cases.models import Decision


@dataclass(frozen=True)
class Sources:
    """Where the values of one act are taken from.

    Attributes:
        folder: The case folder; what lies in it or beside it may be named.
        decision: The decision, once it is proposed.
        official: Who sends the files.
        known: What the record already knows, by the name of the form's field.
    """

    folder: Path
    decision: Decision | None
    official: User | None
    known: Mapping[str, Any]

    def resolve(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the plain values of an act.

        Raises:
            FolderError: A value names something that is not there.
        """
        return {name: self._value(name, value) for name, value in values.items()}

    def _value(self, name: str, value: Any) -> Any:
        match value:
            case {"file": str(path), **more} if set(more) <= {"as"}:
                return self._file(path, str(more.get("as", "")))
            case {"model": str(label), **lookups}:
                return self._row(label, {str(key): item for key, item in lookups.items()})
            case dict():
                kind, wanted = next(iter(value.items()), ("", None))
                if len(value) == 1 and kind in NAMED and isinstance(wanted, str):
                    return NAMED[kind](self, wanted)
                if value == {"prefilled": True}:
                    return self._known(name)
                return {key: self._value(key, item) for key, item in value.items()}
            case list():
                return [self._value(name, item) for item in value]
        return value

    def _unit(self, name: str) -> int:
        unit: Unit = one(Unit.objects.filter(name=name), name)
        return unit.pk

    def _user(self, username: str) -> int:
        user: User = one(User.objects.filter(username=username), username)
        return user.pk

    def _expert(self, name: str) -> str:
        expert: Expert = one(Expert.objects.filter(name=name), name)
        return expert.code

    def _known(self, name: str) -> Any:
        if self.known.get(name) in (None, ""):
            message = _("The page fills in nothing for %(name)s.") % {"name": name}
            raise FolderError(message)
        return self.known[name]

    def _alias(self, name: str) -> str:
        seats = Seat.objects.filter(panel__decision=self.decision, expert__name=name)
        seat: Seat = one(seats.exclude(status=SeatStatus.REPLACED).order_by("-panel__number"), name)
        return seat.alias

    def _row(self, label: str, lookups: Mapping[str, Any]) -> Any:
        try:
            model = apps.get_model(label)
            names = {item.name for item in model._meta.get_fields()}
            own = {"decision": self.decision} if "decision" in names and self.decision is not None else {}
            return one(model._default_manager.filter(**lookups, **own), f"{label} {dict(lookups)}").pk
        except (LookupError, ValueError, FieldError, TypeError) as error:
            raise FolderError(str(error)) from error

    def _inside(self, name: str) -> Path:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder.resolve().parent) or not path.is_file():
            message = _("The file %(path)s is not there.") % {"path": name}
            raise FolderError(message)
        return path

    def _text(self, name: str) -> str:
        try:
            return self._inside(name).read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            message = _("The file %(path)s is no text in UTF-8.") % {"path": name}
            raise FolderError(message) from error

    def _file(self, name: str, shown: str) -> Upload:
        path = self._inside(name)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        sent = SimpleUploadedFile(shown or path.name, path.read_bytes(), kind)
        try:
            return stage_upload(sent, by=self.official)
        except ValidationError as error:
            raise ValidationError([f"{shown or name}: {message}" for message in error.messages]) from error


# What a table of one entry stands for, by its key.
NAMED: dict[str, Callable[[Sources, str], Any]] = {
    "text": Sources._text,
    "unit": Sources._unit,
    "user": Sources._user,
    "expert": Sources._expert,
    "alias": Sources._alias,
}


def one(found: Any, name: str) -> Any:
    """Return the only row.

    Raises:
        FolderError: There is none, or there are several.
    """
    rows = list(found[:2])
    if len(rows) != 1:
        message = _("%(name)s is found %(count)d times.") % {"name": name, "count": len(rows)}
        raise FolderError(message)
    return rows[0]
