"""The form of an act: what is asked, what the record already knows, files that survive mistakes, repeated rows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseFormSet, formset_factory
from django.forms.renderers import get_default_renderer
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models import Upload
from archive.services import stage_upload

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from accounts.models import User
    from decisions.cases.models import Decision

# No matter is older, and no period reaches further: a year beyond is a slip of the keyboard.
DAYS = (date(1900, 1, 1), date(2199, 12, 31))
STAGED = "_staged"
MORE = "_more_"


def plausible(day: date) -> None:
    """Refuse a day no act of this procedure can have or name.

    Raises:
        ValidationError: Its year is out of all reckoning.
    """
    if not DAYS[0] <= day <= DAYS[1]:
        raise ValidationError(_("The year cannot be right. Enter the day as 2026-03-02."), code="year")


def _prepare(fields: Mapping[str, Any], official: User | None) -> None:
    """Tell fields for files who sends them, and have fields for days refuse what cannot be."""
    for field in fields.values():
        if isinstance(field, FilesField):
            field.by = official
        elif isinstance(field, forms.DateField):
            field.validators = [*field.validators, plausible]


class StagedFilesInput(forms.ClearableFileInput):
    """Files to send, and those already sent, which come back by their tokens."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/staged_files.html"
    staged: Sequence[Upload] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[Any]]:
        """Return what is newly sent and the tokens of what was sent before."""
        tokens = data.getlist(name + STAGED) if hasattr(data, "getlist") else data.get(name + STAGED, [])
        new = files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])
        return {"new": [item for item in new if item], "tokens": list(tokens)}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither files nor tokens came."""
        return name not in files and name + STAGED not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Hand the files sent before to the template."""
        context = super().get_context(name, None, attrs)
        context["staged"] = list(self.staged)
        context["staged_name"] = name + STAGED
        return context


class FilesField(forms.Field):
    """One or more files. Cleaned value: a list of ``Upload``; each is checked and kept as it arrives."""

    widget = StagedFilesInput
    by: User | None = None

    def __init__(self, *, maximum: int = 20, **kwargs: Any) -> None:
        self.maximum = maximum
        super().__init__(**kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether any file came."""
        return bool(data and (data["new"] or data["tokens"]))

    def clean(self, value: dict[str, list[Any]] | None) -> list[Upload]:
        """Keep new files and look up those kept before.

        Raises:
            ValidationError: A file is refused, is somebody else's, or none came where one is required.
        """
        value = value or {"new": [], "tokens": []}
        kept: list[Upload] = []
        errors: list[ValidationError] = []
        for token in value["tokens"]:
            try:
                kept.append(Upload.objects.select_related("blob").get(token=token, by=self.by))
            except (Upload.DoesNotExist, ValidationError):
                errors.append(ValidationError(_("A file sent before is no longer there; send it again.")))
        for sent in value["new"]:
            if isinstance(sent, UploadedFile):
                try:
                    kept.append(stage_upload(sent, by=self.by))
                except ValidationError as error:
                    errors.append(error)
        self.widget.staged = kept
        if errors:
            raise ValidationError(errors)
        if len(kept) > self.maximum:
            raise ValidationError(_("At most %(maximum)d files.") % {"maximum": self.maximum})
        if self.required and not kept:
            raise ValidationError(_("Attach the file."))
        return kept


class RowForm(forms.Form):
    """One row of a repeated group; an empty row is left out."""

    # Typed loosely: which field stands under a name is the form's own knowledge.
    fields: dict[str, Any]
    files: Any
    default_renderer = None
    by: User | None = None
    decision: Decision | None = None

    def __init__(
        self, *args: Any, decision: Decision | None = None, official: User | None = None, **kwargs: Any
    ) -> None:
        self.decision = decision
        self.official = official
        kwargs.setdefault("renderer", get_default_renderer())
        super().__init__(*args, **kwargs)
        _prepare(self.fields, official)
        self.adjust()

    def adjust(self) -> None:
        """Fit choices to the decision; rows that need it say how."""

    def has_changed(self) -> bool:
        """Whether the row says anything.

        What the record filled in counts as said when it comes back as it was; only an empty row is left out, with
        its lists as the browser sends them of a row nobody touched.
        """
        return any(
            self[name].field.has_changed(field.initial if name in self.initial else _untouched(field), self[name].data)
            for name, field in self.fields.items()
        )


def _untouched(field: Any) -> Any:
    """Return what comes of a control nobody touched: of a list without an empty line, its first choice."""
    is_list = isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select
    if field.initial is not None or not is_list or isinstance(field, forms.ModelChoiceField):
        return field.initial
    key, label = next(iter(field.choices), ("", ""))
    return label[0][0] if isinstance(label, list | tuple) else key


class RowSet(BaseFormSet[RowForm]):
    """Rows of one group.

    Attributes:
        heading: What the group is called on the page.
        help_text: What to enter.
        minimum: How many rows must be filled in.
    """

    heading: Any = ""
    help_text: Any = ""
    minimum = 0

    def clean(self) -> None:
        """Ask for as many rows as the act needs.

        Raises:
            ValidationError: There are fewer.
        """
        if len(self.rows) < self.minimum:
            raise ValidationError(
                _("%(heading)s: fill in at least %(minimum)d."),
                params={"heading": self.heading, "minimum": self.minimum},
            )

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The filled rows as plain dictionaries."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and hasattr(form, "cleaned_data")]


def rows_of(
    form: type[RowForm], *, heading: Any, help_text: Any = "", minimum: int = 0, extra: int = 1
) -> type[RowSet]:
    """Return the class of a repeated group of rows."""
    made: Any = formset_factory(form, formset=RowSet, extra=extra, max_num=500, absolute_max=500)
    made.heading = heading
    made.help_text = help_text
    made.minimum = minimum
    result: type[RowSet] = made
    return result


class ActForm(forms.Form):
    """What an act asks. Every act says on which day it happened.

    Attributes:
        formset_classes: Repeated groups by name; their rows are in ``cleaned_data`` under that name.
        sections: Headings with the names of their fields, in the order of the page; empty means one section.
        prefilled: Names of fields filled in from the record.
    """

    fields: dict[str, Any]
    files: Any
    formset_classes: ClassVar[dict[str, type[RowSet]]] = {}
    sections: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    on = forms.DateField(
        label=_("Done on"),
        help_text=_("The day on which it happened; the system records by itself when it was entered."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        decision: Decision | None,
        official: User,
        initial: Mapping[str, Any] | None = None,
        rows: Mapping[str, list[dict[str, Any]]] | None = None,
    ) -> None:
        self.decision = decision
        self.official = official
        given = dict(initial or {})
        self.prefilled = frozenset(name for name, value in given.items() if value not in (None, "", []))
        given.setdefault("on", timezone.localdate())
        super().__init__(data, files, initial=given)
        self.fields["on"] = self.fields.pop("on")
        _prepare(self.fields, official)
        self.formsets: dict[str, RowSet] = {
            name: made(
                data,
                files,
                prefix=name,
                initial=(rows or {}).get(name),
                form_kwargs={"decision": decision, "official": official},
            )
            for name, made in self.formset_classes.items()
        }
        self.adjust()

    def adjust(self) -> None:
        """Fit choices and requirements to the decision; forms that need it say how."""

    def clean_on(self) -> Any:
        """Refuse a day that has not come.

        Raises:
            ValidationError: The day is after today.
        """
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise ValidationError(_("The day has not come yet. Enter the day on which it happened."))
        return day

    def is_valid(self) -> bool:
        """Whether the form and all of its groups are in order."""
        if not self.is_bound:
            return False
        groups = [formset.is_valid() for formset in self.formsets.values()]
        valid = super().is_valid()
        if valid and all(groups):
            for name, formset in self.formsets.items():
                self.cleaned_data[name] = formset.rows
            return True
        return False

    def all_errors(self) -> list[str]:
        """Return every complaint in one list, for commands and replay."""
        found = [
            f"{self[name].label}: {text}" if name != "__all__" else str(text)
            for name, texts in self.errors.items()
            for text in texts
        ]
        for formset in self.formsets.values():
            found += [str(text) for text in formset.non_form_errors()]
            for position, row in enumerate(formset.forms, 1):
                found += [f"{formset.heading} {position}: {text}" for texts in row.errors.values() for text in texts]
        return found

    def visible_sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return headings with their bound fields, every field once."""
        if not self.sections:
            return [("", list(self.visible_fields()))]
        named = [name for _heading, names in self.sections for name in names]
        rest = [field for field in self.visible_fields() if field.name not in named]
        found = [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.sections]
        return [*found, ("", rest)] if rest else found

    def staged(self) -> Iterable[tuple[str, str]]:
        """Return name and token of every file sent so far, to send back as hidden fields."""
        holders: list[forms.Form] = [self]
        holders += [form for formset in self.formsets.values() for form in formset.forms]
        for holder in holders:
            for name, field in holder.fields.items():
                if isinstance(field, FilesField):
                    for upload in field.widget.staged:
                        yield holder.add_prefix(name) + STAGED, str(upload.token)


def as_post(form_class: type[ActForm], values: Mapping[str, Any]) -> QueryDict:  # noqa: C901 -- one branch a kind of value
    """Return plain values as a browser would send them.

    Args:
        form_class: The form they are for.
        values: Field values; a group's value is a list of dictionaries; files are ``Upload`` objects.
    """
    post = QueryDict(mutable=True)

    def put(name: str, value: Any) -> None:
        if isinstance(value, Upload):
            post.appendlist(name + STAGED, str(value.token))
        elif isinstance(value, list | tuple):
            for item in value:
                put(name, item)
        elif isinstance(value, bool):
            if value:
                post.appendlist(name, "on")
        elif value is not None:
            post.appendlist(name, str(value))

    for name, value in values.items():
        if name in form_class.formset_classes:
            post[f"{name}-TOTAL_FORMS"] = str(len(value))
            post[f"{name}-INITIAL_FORMS"] = "0"
            for position, row in enumerate(value):
                for key, item in row.items():
                    put(f"{name}-{position}-{key}", item)
        else:
            put(name, value)
    for name in form_class.formset_classes:
        if name not in values:
            post[f"{name}-TOTAL_FORMS"] = "0"
            post[f"{name}-INITIAL_FORMS"] = "0"
    return post


def with_more_rows(post: Any) -> Any:
    """Return what was sent with one row more in each group whose button was pressed."""
    data = post.copy()
    for name in post:
        if name.startswith(MORE):
            total = f"{name.removeprefix(MORE)}-TOTAL_FORMS"
            number = data.get(total) or "0"
            data[total] = str(int(number) + 1 if number.isascii() and number.isdigit() else 1)
    return data


def fill_new_rows(form: ActForm, data: Any) -> None:
    """Let rows that came with the button begin as the others did: a form that was sent shows nothing of its own."""
    for name in [name.removeprefix(MORE) for name in data if name.startswith(MORE)]:
        for row in form.formsets[name].forms if name in form.formsets else []:
            fields = {row.add_prefix(key): field for key, field in row.fields.items()}
            if not any(key in data for key in fields):
                data.update({key: field.initial for key, field in fields.items() if field.initial not in (None, "")})
