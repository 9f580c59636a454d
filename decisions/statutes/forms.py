"""What people enter about rule packs and the calendar."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Unit
from decisions.statutes.holidays import days_in
from decisions.statutes.models import RulePack
from decisions.statutes.packs import PackFile, parse

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

LARGEST_FILE = 256 * 1024


class CompareForm(forms.Form):
    """Which two packs to put beside each other."""

    left = forms.ModelChoiceField(label=pgettext_lazy("side", "left"), queryset=RulePack.objects.all())
    right = forms.ModelChoiceField(label=pgettext_lazy("side", "right"), queryset=RulePack.objects.all())
    differences = forms.BooleanField(label=_("only what differs"), required=False)


class PackFileForm(forms.Form):
    """A pack as a file."""

    file = forms.FileField(label=_("pack file"), help_text=_("A TOML file; each parameter names its source."))

    def clean_file(self) -> PackFile:
        """Read the file."""
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > LARGEST_FILE:
            raise ValidationError(_("A pack file is no larger than 256 KB."))
        try:
            return parse(upload.read().decode("utf-8"))
        except ValueError as error:
            raise ValidationError(_("The file cannot be read: %(reason)s") % {"reason": error}) from error


class ActivateForm(forms.Form):
    """For whose decisions a pack is put in force."""

    authority = forms.ModelChoiceField(
        label=_("applies to"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("only to packs that build on it"),
        help_text=_(
            "New decisions of this unit, and of units below it without a pack of their own, are judged by it."
        ),
    )

    def __init__(self, *args: Any, authorities: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the authorities of whoever activates."""
        super().__init__(*args, **kwargs)
        self.fields["authority"].queryset = authorities  # type: ignore[attr-defined]


class ConfirmForm(forms.Form):
    """Nothing to enter: the button is the act."""


_ISO = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})")
_CHINESE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_BARE_DAY = re.compile(r"(?P<day>\d{1,2})日")
_UNTIL = re.compile(r"\s*(?:至|到|—|–|~|～|\.\.)\s*")
_WEEKDAY = re.compile(r"\s*[（(](?:周|星期)[^）)]*[）)]")


class CalendarForm(forms.Form):
    """A year's notice: days off with their names, and the weekends worked for them."""

    source = forms.CharField(label=_("notice"), max_length=300, help_text=_("title and number of the notice"))
    holidays = forms.CharField(
        label=_("days off"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "One holiday a line: its days, then its name, such as 2027-02-05 至 2027-02-11 春节 or 1月1日至3日 元旦."
        ),
    )
    make_ups = forms.CharField(
        label=_("weekends worked"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text=_("One day a line, or several with commas between."),
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        """Take the year that dates without one belong to."""
        super().__init__(*args, **kwargs)
        self.year = year

    def clean_holidays(self) -> dict[date, str]:
        """Read each line as days and a name."""
        found: dict[date, str] = {}
        for line in self.cleaned_data["holidays"].splitlines():
            if not line.strip():
                continue
            days, rest = self._days(line)
            name = rest.strip(" :：，,、")
            if not name:
                raise ValidationError(_("“%(line)s” does not name the holiday.") % {"line": line})
            found |= dict.fromkeys(days, name[:40])
        return found

    def clean_make_ups(self) -> list[date]:
        """Read each day."""
        found = []
        for part in re.split(r"[\n,，、;；]", self.cleaned_data["make_ups"]):
            if part.strip():
                days, _rest = self._days(part)
                found += days
        return found

    def _days(self, text: str) -> tuple[list[date], str]:
        """Return the days a line begins with, and what follows them."""
        plain = _WEEKDAY.sub("", text).strip()
        first, rest = self._day(plain, None, text)
        if until := _UNTIL.match(rest):
            last, rest = self._day(rest[until.end() :], first, text)
            if last < first:
                raise ValidationError(_("“%(line)s” ends before it begins.") % {"line": text.strip()})
            return days_in(first, last), rest
        return [first], rest

    def _day(self, text: str, after: date | None, line: str) -> tuple[date, str]:
        found = _ISO.match(text) or _CHINESE.match(text) or (_BARE_DAY.match(text) if after else None)
        if found is None:
            raise ValidationError(_("“%(line)s” does not begin with a date.") % {"line": line.strip()})
        parts = found.groupdict()
        try:
            day = date(
                int(parts.get("year") or self.year),
                int(parts.get("month") or (after.month if after else 0)),
                int(parts["day"]),
            )
        except ValueError as error:
            raise ValidationError(_("“%(line)s” holds a date there is not.") % {"line": line.strip()}) from error
        return day, text[found.end() :]
