"""Pages to speak: comment on a draft, sign up for a hearing, read what became of either."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from decisions.participation.intake import Author, NotOpen, SlowDown, receive_comment, sign_up
from decisions.participation.receipts import as_tracking
from decisions.portal import guard, selectors
from decisions.portal.forms import AuthorForm, OpinionForm, ReceiptForm, SignUpForm

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from decisions.participation.models import Consultation, Hearing

TOO_MANY = 429
UNPROCESSABLE = 422
GONE = 410
OPINION, AUTHOR, CHECK = "opinion", "author", "check"


class CommentView(View):
    """A comment in three questions: what, who, right? Nothing typed is lost on the way, and no script is needed."""

    consultation: Consultation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the invitation."""
        today = timezone.localdate()
        self.consultation = get_object_or_404(selectors.consultations(today), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for the opinion, or say that the period is over."""
        if not self._is_running():
            return self._closed()
        # The session by which floods are slowed down begins with the first page.
        if not request.session.session_key:
            request.session.create()
        form = OpinionForm(initial={"clause": request.GET.get("clause", "")}, snapshot=self.consultation.snapshot)
        return self._page(OPINION, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Go to the next question, go back, or send."""
        step = request.POST.get("step", OPINION)
        opinion = OpinionForm(request.POST, snapshot=self.consultation.snapshot)
        if not opinion.is_valid() or "to_opinion" in request.POST:
            return self._page(OPINION, opinion, status=200 if opinion.is_valid() else UNPROCESSABLE)
        if not self._is_running():
            return self._closed(opinion)
        if step == OPINION or "to_author" in request.POST:
            author = AuthorForm(request.POST if "tier" in request.POST else None)
            return self._page(AUTHOR, author, opinion=opinion)
        author = AuthorForm(request.POST)
        if not author.is_valid():
            return self._page(AUTHOR, author, opinion=opinion, status=UNPROCESSABLE)
        if step != CHECK:
            return self._page(CHECK, author, opinion=opinion)
        return self._send(opinion, author)

    def _send(self, opinion: OpinionForm, author: AuthorForm) -> HttpResponse:
        given = author.cleaned_data
        try:
            guard.check(self.request)
            kept = receive_comment(
                self.consultation,
                body=opinion.cleaned_data["body"],
                clause_key=opinion.cleaned_data["clause"],
                author=Author(
                    tier=given["tier"],
                    name=given["author"],
                    organisation=given["organisation"],
                    phone=given["phone"],
                ),
                sender=guard.sender_of(self.request, f"consultation:{self.consultation.pk}"),
                submission=guard.submission_of(self.request),
            )
        except NotOpen:
            return self._closed(opinion)
        except (guard.TooFast, SlowDown) as error:
            return self._page(CHECK, author, opinion=opinion, notice=error, status=TOO_MANY)
        except ValidationError as error:
            return self._page(CHECK, author, opinion=opinion, notice=error, status=UNPROCESSABLE)
        return redirect("portal:receipt", kept.tracking)

    def _is_running(self) -> bool:
        return self.consultation.runs_on(timezone.localdate()) and self.consultation.answered_on is None

    def _page(
        self,
        step: str,
        form: forms.Form,
        *,
        opinion: OpinionForm | None = None,
        notice: ValidationError | None = None,
        status: int = 200,
    ) -> HttpResponse:
        labels = {OPINION: _("Your opinion"), AUTHOR: _("About you"), CHECK: _("Check and send")}
        names = list(labels)
        post = self.request.POST
        return render(
            self.request,
            f"portal/comment_{step}.html",
            {
                "consultation": self.consultation,
                "decision": self.consultation.decision,
                "authority": self.consultation.decision.authority,
                "draft": self.consultation.snapshot.draft,
                "form": form,
                "opinion": opinion,
                "clause": _label_of(opinion),
                "notice": notice,
                "hidden": _carried(post, step),
                "started": guard.kept_or_started(self.request),
                "submission": guard.submission_of(self.request) or uuid.uuid4(),
                "steps": [
                    {"label": label, "state": _state(names.index(name), names.index(step))}
                    for name, label in labels.items()
                ],
            },
            status=status,
        )

    def _closed(self, opinion: OpinionForm | None = None) -> HttpResponse:
        return render(
            self.request,
            "portal/comment_closed.html",
            {
                "consultation": self.consultation,
                "decision": self.consultation.decision,
                "authority": self.consultation.decision.authority,
                "draft": self.consultation.snapshot.draft,
                "written": opinion.data.get("body", "") if opinion is not None else "",
            },
            status=GONE if opinion is not None else 200,
        )


def _state(position: int, present: int) -> str:
    if position == present:
        return "now"
    return "done" if position < present else ""


def _label_of(opinion: OpinionForm | None) -> str:
    if opinion is None:
        return ""
    return str(opinion.clauses.get(opinion.data.get("clause", ""), ""))


def _carried(post: Any, step: str) -> list[tuple[str, str]]:
    """Return the answers to the other questions, to be sent along."""
    names = {
        OPINION: ("tier", "author", "organisation", "phone"),
        AUTHOR: ("body", "clause"),
        CHECK: ("body", "clause", "tier", "author", "organisation", "phone"),
    }[step]
    return [(name, post[name]) for name in names if name in post]


class LookUpView(View):
    """Ask for the number of a receipt."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the question."""
        return render(request, "portal/look_up.html", {"form": ReceiptForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Lead to the receipt, or say that there is none of this number."""
        form = ReceiptForm(request.POST)
        if form.is_valid():
            number = form.cleaned_data["number"]
            if selectors.opinion_by_tracking(number) or selectors.applicant_by_tracking(number):
                return redirect("portal:receipt", number)
            form.add_error("number", _("There is no receipt of this number. Check each letter and digit."))
        return render(request, "portal/look_up.html", {"form": form}, status=UNPROCESSABLE)


class ReceiptView(View):
    """A receipt, and what became of what was sent. Whoever holds the number may read it."""

    def get(self, request: HttpRequest, tracking: str) -> HttpResponse:
        """Show the receipt.

        Raises:
            Http404: There is none of this number.
        """
        number = as_tracking(tracking)
        opinion = selectors.opinion_by_tracking(number) if number else None
        if opinion is not None:
            return self._private(render(request, "portal/receipt.html", {"opinion": opinion, **_became(opinion)}))
        applicant = selectors.applicant_by_tracking(number) if number else None
        if applicant is None:
            raise Http404
        return self._private(
            render(
                request,
                "portal/sign_up_receipt.html",
                {
                    "applicant": applicant,
                    "hearing": applicant.hearing,
                    "decision": applicant.hearing.decision,
                    "place": getattr(applicant, "place", None),
                },
            )
        )

    @staticmethod
    def _private(response: HttpResponse) -> HttpResponse:
        """Keep the number out of other sites' logs and out of search engines."""
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex"
        return response


def _became(opinion: Any) -> dict[str, Any]:
    """Return what became of an opinion; an answer shows once all of them have been published."""
    disposition = getattr(opinion, "disposition", None)
    filed_in = disposition.filed_in if disposition is not None else None
    answer = disposition.answer if disposition is not None and filed_in is not None else None
    clauses = {}
    if opinion.consultation is not None:
        clauses = {item.key: item.name for item in opinion.consultation.snapshot.draft.clauses.all()}
    states = [
        (_("Received"), "done"),
        (_("Studied"), "done" if answer else "now"),
        (_("Answered"), "done" if answer else ""),
    ]
    return {
        "decision": opinion.decision,
        "is_disclosed": not opinion.decision.is_nonpublic,
        "answer": answer,
        "answered_on": filed_in.on if filed_in is not None else None,
        "clause": clauses.get(opinion.clause_key, opinion.clause_key),
        "changed": clauses.get(answer.clause_key, answer.clause_key) if answer is not None else "",
        "steps": [{"label": label, "state": state} for label, state in states],
    }


class SignUpView(View):
    """Sign up for a hearing."""

    hearing: Hearing

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Find the hearing."""
        self.hearing = get_object_or_404(selectors.hearings(timezone.localdate()), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the questions."""
        if not request.session.session_key:
            request.session.create()
        return self._page(SignUpForm(hearing=self.hearing))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the registration."""
        form = SignUpForm(request.POST, hearing=self.hearing)
        if not form.is_valid():
            return self._page(form, status=UNPROCESSABLE)
        given = form.cleaned_data
        try:
            guard.check(request)
            applicant = sign_up(
                self.hearing,
                name=given["name"],
                organisation=given["organisation"],
                phone=given["phone"],
                statement=given["statement"],
                party=form.parties.get(given["party"]),
                sender=guard.sender_of(request, f"hearing:{self.hearing.pk}"),
                submission=guard.submission_of(request),
            )
        except (guard.TooFast, SlowDown) as error:
            return self._page(form, notice=error, status=TOO_MANY)
        except ValidationError as error:
            return self._page(form, notice=error, status=GONE if isinstance(error, NotOpen) else UNPROCESSABLE)
        return redirect("portal:receipt", applicant.tracking)

    def _page(self, form: SignUpForm, *, notice: ValidationError | None = None, status: int = 200) -> HttpResponse:
        return render(
            self.request,
            "portal/sign_up.html",
            {
                "hearing": self.hearing,
                "decision": self.hearing.decision,
                "authority": self.hearing.decision.authority,
                "form": form,
                "notice": notice,
                "takes_applicants": self.hearing.takes_applicants_on(timezone.localdate()),
                "started": guard.kept_or_started(self.request),
                "submission": guard.submission_of(self.request) or uuid.uuid4(),
            },
            status=status,
        )
