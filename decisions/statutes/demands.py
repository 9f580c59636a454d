"""What each rule id demands, in our own words; the law itself is cited, not copied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import Promise

    Text = str | Promise

DEMANDS: dict[str, Text] = {
    # Scope, catalogue, supervision (art. 2 to 4, 8, 9)
    "SCOPE-01": _(
        "The decision-making organ is a local government of county level or above, or a department or township "
        "by reference."
    ),
    "SCOPE-02": _("The matter falls under one of the five kinds."),
    "SCOPE-03": _("The matter is not macro-control, government legislation or emergency response."),
    "CAT-01": _(
        "Where a catalogue is kept, the Party committee of the same level consents to it, it is published, and "
        "it is adjusted as needed."
    ),
    "NPC-01": _(
        "What the people's congress decides, or has to be told of before issue, goes to it or its standing committee."
    ),
    "SUP-01": _("The superior organ supervises, and audit supervises as the rules provide."),
    "SUP-02": _("How decisions are made counts in the appraisal of organs and leaders."),
    "PARTY-00": _("The Party's leadership runs through the whole of the procedure."),
    # Initiation and drafting (art. 10 to 13)
    "INIT-01": _("A leader's proposal is handed to a unit for study."),
    "INIT-02": _(
        "A department's or lower government's proposal argues the problem, the reasons and basis, the solution, "
        "its necessity and feasibility."
    ),
    "INIT-03": _(
        "Proposals of deputies, of members of the consultative conference and written proposals of the public "
        "are handed to a unit for study."
    ),
    "INIT-04": _("After the study the organ decides whether to start the procedure."),
    "LEAD-01": _("A lead unit is named when the procedure starts."),
    "LEAD-02": _("Of several lead units exactly one leads."),
    "DRAFT-01": _("The draft rests on wide research, accurate information and full consultation."),
    "DRAFT-02": _(
        "All related laws, regulations, rules and policies are gone through; the draft is lawful and fits them."
    ),
    "DRAFT-03": _("Costs and benefits are analysed and forecast as needed."),
    "DRAFT-04": _("Where views diverge widely there may be two options or more."),
    "CONS-01": _("Units whose duties the matter touches are fully consulted."),
    "CONS-02": _(
        "Where no agreement is reached the organ is told the issue, the unit's opinion, and the lead unit's "
        "opinion with reasons and basis."
    ),
    # Public participation and hearings (art. 14 to 18)
    "PUB-01": _(
        "Opinions are fully heard in ways convenient for the public, unless the matter is lawfully not disclosed."
    ),
    "PUB-02": _(
        "The ways are chosen among symposium, hearing, visit, written consultation, open solicitation, "
        "questionnaire and poll."
    ),
    "PUB-03": _(
        "Where a specific group's interests are touched, its representatives and organisations are talked with."
    ),
    "PUB-04": _(
        "An open solicitation publishes draft and explanation where the public will notice, and says how and "
        "until when to comment."
    ),
    "PUB-05": _("Comments are invited for the period generally required; a shorter one is explained in the notice."),
    "PUB-06": _("What the public asks about most, and what is technical, may be explained by experts and otherwise."),
    "PUB-07": _("All opinions are collated and studied, the reasonable ones adopted, the draft improved."),
    "HEAR-01": _("A hearing is held where a law, regulation or rule so demands; else it may be."),
    "HEAR-02": _("Draft, explanation, time and place of the hearing are published in advance."),
    "HEAR-03": _(
        "The way of selecting participants is published in advance; the selection is fair and open and every "
        "related party is represented."
    ),
    "HEAR-04": _("The list of participants is published in advance."),
    "HEAR-05": _("The papers reach every participant the days before that the law asks."),
    "HEAR-06": _(
        "The hearing is public and in order: presentation, statements and debate, confirmation and signature of "
        "the record."
    ),
    # Expert argumentation (art. 19 to 21)
    "EXP-01": _(
        "A strongly professional matter is argued by experts on necessity, feasibility and scientific soundness."
    ),
    "EXP-02": _("Experts work independently and keep secrets."),
    "EXP-03": _("A written opinion is signed or sealed."),
    "EXP-04": _("The form is a meeting, a written consultation or a commission."),
    "EXP-05": _("The selection keeps to profession, representation and neutrality, and minds different opinions."),
    "EXP-06": _("Nobody with a direct interest in the matter is chosen."),
    "EXP-07": _(
        "A province keeps a pool with rules, integrity assessment and exit; lower levels may, or use a superior's."
    ),
    # Risk assessment (art. 22 to 24)
    "RISK-01": _("What may harm social stability or public security is assessed for controllability."),
    "RISK-02": _("Risks assessed already under other rules are not assessed again."),
    "RISK-03": _(
        "Opinion tracking, visits, consultation and analysis, qualitative and quantitative, are the methods."
    ),
    "RISK-04": _("Departments are heard; the report has risk points, measures and a response plan."),
    "RISK-05": _("A professional body may be commissioned."),
    "RISK-06": _("An uncontrollable risk is made controllable by adjusting the draft before anything is decided."),
    # Legality review (art. 25 to 28)
    "LEGAL-01": _("The draft is reviewed by the department in charge before it is submitted."),
    "LEGAL-02": _("Asking for comments or countersigning does not replace the review."),
    "LEGAL-03": _("Not reviewed, or found unlawful, it may not be submitted for discussion."),
    "LEGAL-03X": _("An exploratory reform without explicit state rules may go on with its legal risk stated."),
    "LEGAL-04": _(
        "The submission has the draft, the materials with the legal basis, and the account of procedures "
        "performed; else it is returned or to be supplemented."
    ),
    "LEGAL-05": _("The review has the working days generally required."),
    "LEGAL-06": _("Authority, procedure and content are each answered."),
    "LEGAL-07": _("The opinion is timely, and somebody answers for it."),
    "LEGAL-08": _("Legal advisers and public lawyers give their opinions."),
    "LEGAL-09": _("The lead unit adjusts or supplements as the opinion says."),
    # Submission, discussion, report, publication, filing (art. 29 to 33)
    "SUBMIT-01": _(
        "Draft and materials are submitted, with the fair-competition review where market activity is touched."
    ),
    "SUBMIT-02": _("What became of the public's main opinions is submitted."),
    "SUBMIT-03": _("What became of the experts' opinions is submitted."),
    "SUBMIT-04": _("The risk report is submitted."),
    "SUBMIT-05": _("The opinion of legality review is submitted."),
    "SUBMIT-06": _("Whatever else is required is submitted."),
    "DELIB-01": _("The draft is discussed at an executive or plenary meeting."),
    "DELIB-02": _("The head decides on the basis of the discussion."),
    "DELIB-03": _("Members speak fully, and the head last."),
    "DELIB-04": _("A head who departs from the majority says why at the meeting."),
    "DELIB-05": _("The discussion is recorded truthfully, dissent too."),
    "PARTY-01": _("The Party committee of the same level is asked before issue, as the rules provide."),
    "PUBL-01": _("The decision is published in time in gazette, on the website, in newspapers."),
    "PUBL-02": _(
        "Of what is widely watched or technical, the adoption of opinions is explained and the decision interpreted."
    ),
    "ARCH-01": _("The materials are filed in time and completely."),
    # Execution, evaluation, adjustment, liability (art. 34 to 43)
    "EXEC-01": _("An executing unit is named; the organ supervises and checks."),
    "EXEC-02": _("It executes lawfully, fully, timely and correctly, and reports."),
    "EXEC-03": _("Problems, great changes and force majeure are reported at once."),
    "EXEC-04": _("The public's views on the execution are taken in."),
    "EVAL-01": _("An evaluation is triggered by missed effect, many opinions or the organ's judgement."),
    "EVAL-02": _("Who did the main argumentation or assessment before does not evaluate."),
    "EVAL-03": _("The public is heard; deputies, members of the consultative conference and organisations take part."),
    "EVAL-04": _("The result is an important basis for adjusting."),
    "ADJ-01": _("A lawful decision is not changed or stopped without the statutory procedure."),
    "ADJ-02": _("In urgency, and in the circumstances of article 35, the head may first order a suspension."),
    "ADJ-03": _("A major adjustment goes through the statutory procedure again."),
    "LIAB-01": _(
        "An organ in breach is corrected by its superior; leaders and those directly responsible are held liable."
    ),
    "LIAB-02": _("For a serious error or long delay with heavy loss, responsibility is traced for life."),
    "LIAB-03": _("Who dissented from a serious error on record bears less or none."),
    "LIAB-04": _("Lead and other units answer for skipped procedure, neglect and falsification."),
    "LIAB-05": _("Executing units answer for refusal, delay and concealment."),
    "LIAB-06": _("Experts, bodies and organisations answer for breaches of ethics and of the Decree."),
    "REF-01": _("Departments and townships follow by reference; provinces and ministries make detailed rules."),
    # Adjacent national rules
    "FCR-01": _("The market regulator reviews together with the drafting unit, at the drafting stage."),
    "FCR-02": _("Operators and associations concerned are heard, and the public where its interest is touched."),
    "FCR-03": _("There is a conclusion; an exception states its ground, the lack of a milder way, and its end."),
    "FCR-04": _("Unreviewed or contrary to the regulation, it is not issued."),
    "INFO-01": _("What is to be published is published within the working days set."),
    "INFO-02": _("What is withheld is withheld on a ground of the regulation."),
    "BIZ-01": _("Measures close to business are put to it, with feedback on what was adopted."),
    "ARCHV-01": _("Files go to the state archives after the years set for the level."),
    "ARCHV-02": _("The filing scope and retention schedule are approved by the archives authority."),
    "ARCHV-03": _(
        "Electronic files come from reliable sources, by standard procedure, with complying elements, traceable "
        "throughout."
    ),
    "ARCHV-04": _("Retention classes are set and papers filed by the date usual for the year."),
    "DUCHA-01": _("Supervision follows a plan, gives its conclusion to its subject, and answers objections in time."),
    "STAB-01": _("Projects are assessed for social stability at three levels."),
    "EXP-NAT": _(
        "Experts taking part in public decisions are selected, supervised and held to account as the State "
        "Council's office directs."
    ),
    # Separation of duty
    "SOD-01": _("Who has a direct interest argues nothing."),
    "SOD-02": _("Who argued or assessed the decision before it was taken does not evaluate it."),
    "SOD-03": _("A reply as a consulted unit is not a legality review."),
    "SOD-04": _("Who drafted does not review; counsel hired by the drafter does not sign the legal opinion."),
    "SOD-05": _("A third party that evaluates depends on no executing unit and has no interest with it."),
    "SOD-06": _("Who runs a poll has no interest in the matter."),
    "SOD-07": _("Experts of the industry's departments, and those under the lead unit, keep within their shares."),
    "SOD-08": _("The host of a hearing does not present the draft."),
    "SOD-09": _("Who takes the minutes does not decide; a signed record is only added to."),
    "SOD-10": _("Nobody edits what experts, the public, reviewers or the meeting have signed."),
    "SOD-11": _("Who runs a draw is no candidate; the lead unit sets criteria and picks no names."),
    "SOD-12": _(
        "An executing unit that evaluates itself brings in public, deputies and experts, and says it is a "
        "self-evaluation."
    ),
    "SOD-13": _("The reviewer of fair competition is not the lead unit, unless the regulator itself leads."),
    "SOD-14": _("Ledgers and rankings are computed from the record; nobody supervised edits a figure."),
}
