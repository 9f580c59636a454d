"""What the acts on the public's participation file: machine-readable data and a sheet for readers, in Chinese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from archive.models import Access
from archive.sheet import Sheet
from decisions.cases.selectors import clause_headings
from decisions.participation.choices import Method
from decisions.participation.masking import masked_author, masked_text
from decisions.participation.receipts import content_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from decisions.participation.facts import OpinionsAnswered
    from decisions.participation.intake import Author
    from decisions.participation.models import Consultation, OpinionAnswer, ParticipationRecord, PublicOpinion

Paper = dict[str, Any]


@override("zh-hans")
def notice(consultation: Consultation) -> Paper:
    """C02: the invitation to comment."""
    draft = consultation.snapshot.draft
    title = _("Notice inviting public comments on %(draft)s") % {"draft": f"《{draft.title}》"}
    sheet = (
        Sheet()
        .rows(
            (_("Round"), consultation.round),
            (_("Opens on"), consultation.opens_on),
            (_("Closes on"), consultation.closes_on),
            (_("Days"), consultation.days),
            (_("Reason for the shorter period"), consultation.shortening_reason),
            (_("Contact"), consultation.contact),
            (_("Specific groups concerned"), list(consultation.groups)),
            (_("Why these groups, or none"), consultation.groups_ground),
        )
        .text(_("Text of the notice"), consultation.notice)
        .text(_("How to comment"), consultation.ways)
        .table(
            _("Published at"),
            [_("Medium"), _("Name"), _("Address")],
            [(channel["label"], channel["name"], channel["url"]) for channel in consultation.channels],
        )
        .text(_("Explanation of the draft"), draft.explanation)
        .table(
            _("Draft decision"),
            [_("Clause"), _("Text")],
            [(clause.name, clause.text) for clause in draft.clauses.all()],
        )
    )
    return {
        "code": "C02",
        "title": title,
        "access": Access.PUBLIC,
        "data": {
            "round": consultation.round,
            "methods": consultation.methods,
            "opens_on": consultation.opens_on,
            "closes_on": consultation.closes_on,
            "days": consultation.days,
            "shortening_reason": consultation.shortening_reason,
            "notice": consultation.notice,
            "ways": consultation.ways,
            "contact": consultation.contact,
            "channels": consultation.channels,
            "groups": consultation.groups,
            "groups_ground": consultation.groups_ground,
            "draft": {"version": draft.version, "title": draft.title},
        },
        "sheet": sheet,
    }


@override("zh-hans")
def plan(consultation: Consultation) -> Paper:
    """C04: the ways in which the public is going to be heard, where comments are not invited openly."""
    labels = dict(Method.choices)
    return {
        "code": "C04",
        "title": _("Plan for hearing the public"),
        "data": {
            "round": consultation.round,
            "methods": consultation.methods,
            "opens_on": consultation.opens_on,
            "closes_on": consultation.closes_on,
            "plan": consultation.notice,
            "contact": consultation.contact,
            "groups": consultation.groups,
            "groups_ground": consultation.groups_ground,
        },
        "sheet": Sheet()
        .rows(
            (_("Ways of hearing the public"), [str(labels[method]) for method in consultation.methods]),
            (_("Begins on"), consultation.opens_on),
            (_("Ends on"), consultation.closes_on),
            (_("Contact"), consultation.contact),
            (_("Specific groups concerned"), list(consultation.groups)),
            (_("Why these groups, or none"), consultation.groups_ground),
        )
        .text(_("Plan"), consultation.notice),
    }


@override("zh-hans")
def record(written: ParticipationRecord, code: str, *, access: str, opinions: Sequence[tuple[Author, str]]) -> Paper:
    """C04, C05, C06 or C07: a meeting, inquiry, poll, talks or an explanation."""
    way = str(written.get_method_display())
    return {
        "code": code,
        "title": f"{way}：{written.group or written.place or written.provider}".rstrip("："),
        "access": access,
        "data": {
            "method": written.method,
            "held_on": written.held_on,
            "place": written.place,
            "attendants": written.attendants,
            "group": written.group,
            "summary": written.summary,
            "provider": written.provider,
            "has_interest": written.has_interest,
            "relation": written.relation,
            "sample": written.sample,
            "opinions": len(opinions),
        },
        "sheet": Sheet()
        .rows(
            (_("Way"), way),
            (_("Held on"), written.held_on),
            (_("Place"), written.place),
            (_("Specific group"), written.group),
            (_("Who took part"), written.attendants),
            (_("Carried out by"), written.provider),
            (_("Has an interest in the matter"), written.has_interest if written.provider else None),
            (_("Relation to the matter"), written.relation),
            (_("Valid answers"), written.sample),
        )
        .text(_("What was said"), written.summary)
        .table(
            _("Opinions given"),
            [_("Author"), _("Opinion")],
            [(author.organisation or author.name or _("Anonymous"), body) for author, body in opinions],
        ),
    }


@override("zh-hans")
def originals(opinions: Sequence[PublicOpinion], *, title: str) -> Paper:
    """C03: opinions as received, each with the digest of its receipt; telephone numbers stay out of the file."""
    late = _("late")
    clauses = _headings(opinions)
    return {
        "code": "C03",
        "title": title,
        "data": {"opinions": [original(opinion) for opinion in opinions]},
        "sheet": Sheet()
        .rows((_("Opinions given"), len(opinions)))
        .table(
            _("Opinions as received"),
            [
                _("Number"),
                _("Channel"),
                _("Received on"),
                _("Author"),
                _("Clause"),
                _("Opinion"),
                _("SHA-256 of the receipt"),
            ],
            [
                (
                    opinion.number,
                    str(opinion.get_channel_display()),
                    f"{opinion.on.isoformat()} {late if opinion.is_late else ''}".strip(),
                    opinion.organisation or opinion.author or _("Anonymous"),
                    clauses.get(opinion.clause_key, opinion.clause_key),
                    opinion.body,
                    opinion.digest,
                )
                for opinion in opinions
            ],
        ),
    }


def _headings(opinions: Sequence[PublicOpinion], more: Iterable[str] = ()) -> dict[str, str]:
    """Return what the clauses spoken of are called: readers know no keys."""
    if not opinions:
        return {}
    return clause_headings(opinions[0].decision, {*(opinion.clause_key for opinion in opinions), *more})


def original(opinion: PublicOpinion) -> dict[str, Any]:
    """Return an opinion as it is filed."""
    return {
        **content_of(opinion),
        "is_late": opinion.is_late,
        "digest": opinion.digest,
        "has_phone": bool(opinion.sealed_phone),
    }


@override("zh-hans")
def adoption_table(
    opinions: Sequence[PublicOpinion],
    counted: OpinionsAnswered,
    *,
    improvements: str,
    hearing: bool = False,
    feedback: str = "",
) -> Paper:
    """C15: what was said and what became of it, for the public: people by their first character only."""
    answers: dict[int, tuple[OpinionAnswer, list[PublicOpinion]]] = {}
    for opinion in opinions:
        answer = opinion.disposition.answer
        answers.setdefault(answer.pk, (answer, []))[1].append(opinion)
    title = _("Opinions of the hearing and what was adopted") if hearing else _("Public opinions and what was adopted")
    clauses = _headings(opinions, (answer.clause_key for answer, _said in answers.values()))
    shown = [(answer, said) for answer, said in answers.values() if answer.kind != "withheld"]
    return {
        "code": "C15",
        "title": title,
        "access": Access.PUBLIC,
        "data": {
            "received": counted.received,
            "answered": counted.answered,
            "withheld": counted.withheld,
            "improvements": improvements,
            **({"feedback": feedback.strip()} if feedback.strip() else {}),
            "answers": [
                {
                    "kind": answer.kind,
                    "point": answer.point,
                    "reason": answer.reason,
                    "clause": answer.clause_key,
                    "change": answer.change,
                    "opinions": [opinion.digest for opinion in said],
                }
                for answer, said in answers.values()
            ],
        },
        "sheet": Sheet()
        .rows(
            (_("Opinions received"), counted.received),
            (_("Answered"), counted.answered),
            (_("Withheld from publication"), counted.withheld),
        )
        .text(_("How the draft was improved"), improvements)
        .text(_("How the participants of the hearing were told in writing"), feedback.strip())
        .table(
            _("Opinions and answers"),
            [_("Opinion"), _("Author"), _("Number"), _("Answer"), _("Grounds"), _("Change in the draft")],
            [
                (
                    masked_text(answer.point or said[0].body),
                    masked_author(said[0].tier, said[0].author, said[0].organisation) if len(said) == 1 else "",
                    len(said),
                    str(answer.get_kind_display()),
                    answer.reason,
                    f"{clauses.get(answer.clause_key, answer.clause_key)} {answer.change}".strip(),
                )
                for answer, said in shown
            ],
        )
        .table(
            _("Withheld from publication"),
            [_("Number"), _("Grounds")],
            [(len(said), answer.reason) for answer, said in answers.values() if answer.kind == "withheld"],
        ),
    }
