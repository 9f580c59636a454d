"""The page of an act: form, check of the answers, receipt."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts import kept
from archive.access import act_title
from archive.models import LedgerEntry
from decisions.cases import acting
from decisions.cases.answers import summary
from decisions.cases.forms import MORE, STAGED, ActForm, fill_new_rows, with_more_rows
from decisions.cases.models import Decision
from decisions.cases.refusal import Refusal
from decisions.cases.selectors import decisions_visible_to, units_in_lane

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from viewflow.workflow.activation import Activation
    from viewflow.workflow.models import Task

    from accounts.models import User
    from decisions.cases.lanes import Lane

# How many entries of the record stand beside a form.
LATEST = 5
# More units than so many say nothing to somebody who asks whose act it is.
MOST_NAMED = 4
BUTTONS = {"_check", "_confirm", "_edit", "csrfmiddlewaretoken", "submission"}


class ActView(LoginRequiredMixin, View):
    """One act of the procedure.

    A subclass names the verb, the lane and the form, and hands a valid form to one service in ``act``. The same
    class serves the page, the replay of a case and whatever else carries the act out.

    Attributes:
        verb: The permission needed, and the act's name in the ledger.
        lane: Who acts.
        title: What the page is called.
        button: Verb and object, as the button says it.
        description: One sentence on what the act does.
        node: The flow node whose rules stand beside the form; set by the flow for its own nodes.
        checks_answers: Whether the answers are shown once more before they bind.
    """

    verb: ClassVar[str]
    lane: ClassVar[Lane]
    title: ClassVar[Any]
    button: ClassVar[Any]
    description: ClassVar[Any] = ""
    node: str = ""
    form_class: ClassVar[type[ActForm]] = ActForm
    template_name = "decisions/act.html"
    check_template_name = "decisions/check.html"
    checks_answers: ClassVar[bool] = True

    # The mark of a form that cannot keep the one it came with.
    mark: str = ""
    # A ``Decision``, none until the first act has made one: typed so that the acts after it need not ask.
    decision: Any = None
    official: User
    task: Task | None = None
    activation: Activation | None = None
    flow_class: Any = None

    # --- what a subclass says

    def act(self, form: Any) -> LedgerEntry:
        """Hand the valid form to the service and return the ledger entry it wrote.

        Raises:
            TypeError: The subclass does not say what it does.
        """
        raise TypeError(type(self).__name__)

    def initial(self) -> Mapping[str, Any]:
        """Return what the record already knows."""
        return {}

    def initial_rows(self) -> Mapping[str, list[dict[str, Any]]]:
        """Return the rows the record already knows, by group."""
        return {}

    def facts(self) -> Mapping[str, Any]:
        """Return more for the page, such as a clock."""
        return {}

    @classmethod
    def is_open(cls, decision: Decision) -> bool:
        """Whether an act beside the flow can be done now; acts of the flow are open while their task is."""
        return True

    def check_open(self) -> None:
        """Refuse an act beside the flow whose time is not, or no longer.

        Raises:
            ValidationError: It is not open.
        """
        if self.decision is not None and not self.is_open(self.decision):
            raise ValidationError(_("This act is not open for the decision as it stands."))

    def may(self) -> bool:
        """Whether the official may do this here."""
        return acting.may(self)

    def whose(self) -> str:
        """Return whose act it is, for somebody who may see the decision and not do it; nothing where many may."""
        assert self.decision is not None  # noqa: S101
        names = list(units_in_lane(self.decision, self.lane).values_list("short_name", flat=True)[: MOST_NAMED + 1])
        if not names or len(names) > MOST_NAMED:
            return ""
        return _("This is for officials of %(units)s whose office carries it.") % {"units": "、".join(names)}

    # --- binding

    @classmethod
    def bound(
        cls, *, official: User, decision: Decision | None = None, task: Task | None = None, flow_class: Any = None
    ) -> ActView:
        """Return the act for one official and one decision, without a request."""
        view = cls()
        view.official = official
        view.decision = decision
        view.task = task
        view.flow_class = flow_class or (decision.process.flow_class if decision is not None else None)
        if task is not None:
            view.node = task.flow_task.name
        return view

    def reload(self) -> None:
        """Read the decision again, after a lock or a rehearsal."""
        if self.task is not None:
            self.task.refresh_from_db()
        if self.decision is not None and self.decision.pk is not None:
            self.decision = Decision.objects.filter(pk=self.decision.pk).first()

    def make_form(self, data: Any = None, files: Any = None) -> ActForm:
        """Return the form, filled with what the record knows."""
        return self.form_class(
            data,
            files,
            decision=self.decision,
            official=self.official,
            initial=self.initial(),
            rows=self.initial_rows(),
        )

    # --- the page

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Bind the act to what the address names."""
        super().setup(request, *args, **kwargs)
        # Whoever has not logged in is sent away by ``dispatch``, before anything asks who acts.
        self.official = cast("User", request.user)
        self.task = kwargs.get("task")
        self.decision = kwargs.get("decision")
        self.flow_class = kwargs.get("flow_class") or (
            self.decision.process.flow_class if self.decision is not None else None
        )
        if self.task is not None:
            self.node = self.task.flow_task.name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in who may act; the rest learn no more than they may know."""
        if not request.user.is_authenticated:
            return kept.ask_to_log_in(request)
        again = self.sent_again()
        if again is not None:
            return again
        if self.decision is not None and not self.may():
            if not decisions_visible_to(request.user).filter(pk=self.decision.pk).exists():
                raise Http404
            raise PermissionDenied(self.whose())
        if self.decision is None and not request.user.has_perm(f"decisions.{self.verb}"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def sent_again(self) -> HttpResponseBase | None:
        """Return the way to the first receipt where the same form comes a second time.

        Asked before anything else: the first sending may have ended what allowed the act.
        """
        if self.request.method != "POST":
            return None
        matter = self.decision.case_id if self.decision is not None else None
        first = acting.sent_before(_token(self.request.POST.get("submission")), self.official, case=matter)
        return self._done(acting.AlreadyDone(first)) if first is not None else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form."""
        if self.task is not None and self.task.finished is not None:
            return self._done(acting.AlreadyDone(None, self.task))
        typed = kept.take(request)
        if typed is not None:
            self.mark = typed.get("submission", "")
            messages.info(request, _("This is what you had typed before your session ended. Nothing was saved yet."))
            return self._page(self.make_form(typed), validate=False)
        return self._page(self.make_form())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the answers, add rows, go back, or act."""
        if any(name.startswith(MORE) for name in request.POST):
            data = with_more_rows(request.POST)
            form = self.make_form(data, request.FILES)
            fill_new_rows(form, data)
            return self._page(form, validate=False)
        if self.task is not None and self.task.finished is not None:
            return self._done(acting.AlreadyDone(None, self.task), typed=self.typed())
        form = self.make_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, status=422)
        if "_edit" in request.POST:
            return self._page(form, validate=False)
        try:
            if self.checks_answers and "_confirm" not in request.POST:
                acting.rehearse(self, form)
                return self._check(form)
            entry = acting.perform(self, form, submission=_token(request.POST.get("submission")))
        except acting.AlreadyDone as done:
            return self._done(done, typed=self.typed(form))
        except acting.TakenByColleague as taken:
            self.reload()
            form.add_error(None, str(taken))
            return self._page(form, status=409)
        except ValidationError as error:
            self.reload()
            _show(form, error)
            if getattr(error, "code", "") == "token":
                self.mark = str(uuid.uuid4())
            return self._page(form, refusal=error if isinstance(error, Refusal) else None, status=422)
        return redirect(self.receipt_url(entry))

    def receipt_url(self, entry: LedgerEntry) -> str:
        """Where the receipt of the act is."""
        assert self.decision is not None  # noqa: S101
        return reverse("decisions:receipt", args=[self.decision.pk, entry.sequence])

    def rules(self) -> list[dict[str, Any]]:
        """Return the step's rules with their findings as the record stands."""
        if not self.node or self.flow_class is None:
            return []
        return list(self.flow_class.instance.findings(self.decision, self.node))

    def surroundings(self) -> dict[str, Any]:
        """Return the ways to the decision's pages and its stages, as the flow knows them."""
        return self.flow_class.instance.page_context(self.decision) if self.flow_class is not None else {}

    def _page(
        self, form: ActForm, *, validate: bool = True, refusal: Refusal | None = None, status: int = 200
    ) -> HttpResponseBase:
        if form.is_bound and not validate:
            form.is_valid()
            _forget_errors(form)
        return render(
            self.request,
            self.template_name,
            {
                "view": self,
                "form": form,
                "decision": self.decision,
                "task": self.task,
                "rules": self.rules(),
                "refusal": refusal,
                "recent": _latest(self.decision) if self.decision else [],
                **self.surroundings(),
                **self.facts(),
                # Last, so that nothing a stage shows takes its name: without it a second press acts again.
                "submission": self.mark or self.request.POST.get("submission") or uuid.uuid4(),
            },
            status=status,
        )

    def _check(self, form: ActForm) -> HttpResponseBase:
        hidden = [
            (name, value)
            for name, values in self.request.POST.lists()
            if name not in BUTTONS and not name.endswith(STAGED)
            for value in values
        ]
        return render(
            self.request,
            self.check_template_name,
            {
                "view": self,
                "form": form,
                "decision": self.decision,
                "task": self.task,
                "summary": list(summary(form)),
                "hidden": [*hidden, *form.staged()],
                "submission": self.request.POST.get("submission") or uuid.uuid4(),
                **self.surroundings(),
            },
        )

    def typed(self, form: ActForm | None = None) -> list[tuple[Any, list[tuple[Any, str]]]]:
        """Return what was typed into a form that comes too late, so that it can be copied elsewhere.

        Args:
            form: As it was judged; without one it is made now, and what the matter has moved past is put after it.
        """
        post = self.request.POST
        if form is None:
            form = self.form_class(post, self.request.FILES, decision=self.decision, official=self.official)
            form.is_valid()
        past = [
            (field.label, "、".join(post.getlist(name)))
            for name, field in self.form_class.base_fields.items()
            if name not in form.fields and any(post.getlist(name))
        ]
        return [*summary(form), *([("", past)] if past else [])]

    def _done(
        self, done: acting.AlreadyDone, *, typed: list[tuple[Any, list[tuple[Any, str]]]] | None = None
    ) -> HttpResponseBase:
        entry = done.entry
        if entry is None and done.task is not None and self.decision is not None:
            sequence = (done.task.data or {}).get("entry")
            entry = self.decision.case.entries.filter(sequence=sequence).select_related("actor").first()
        if entry is not None:
            # What a second start had made was taken back.
            self.decision = Decision.objects.filter(case=entry.case_id).first()
        if entry is not None and entry.actor_id == self.official.pk and self.decision is not None:
            return redirect(self.receipt_url(entry))
        return render(
            self.request,
            "decisions/done.html",
            {
                "view": self,
                "decision": self.decision,
                "task": done.task,
                "entry": entry,
                "who": entry.actor if entry is not None else None,
                "summary": typed,
                **self.surroundings(),
            },
            status=409,
        )


def _latest(decision: Decision) -> list[LedgerEntry]:
    """Return the latest of the record, an act without a paper by what people call it."""
    entries = list(decision.case.entries.select_related("actor", "material").order_by("-sequence")[:LATEST])
    for entry in entries:
        if getattr(entry, "material", None) is None:
            entry.text = act_title(entry.act)  # type: ignore[attr-defined]
    return entries


def _forget_errors(form: ActForm) -> None:
    form.errors.clear()
    for formset in form.formsets.values():
        formset.non_form_errors().clear()
        for row in formset.forms:
            row.errors.clear()


def _show(form: ActForm, error: ValidationError) -> None:
    if hasattr(error, "error_dict"):
        for name, texts in error.error_dict.items():
            form.add_error(name if name in form.fields else None, texts)
    else:
        form.add_error(None, error)


def _token(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        return None
