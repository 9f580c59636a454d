"""Words that are one in English and several in Chinese: each place says its own."""

import pytest
from django.utils.translation import override

from decisions.cases.lanes import Lane
from decisions.cases.models import Status
from decisions.evaluation.forms import ApplyForm, DecideEvaluationForm, EvaluateForm, MemberRow
from decisions.evaluation.models import Conclusion, MemberCategory
from decisions.execution.forms import ResumeForm, SuspendForm
from decisions.execution.models import OpinionChannel
from decisions.legality.forms import ProblemRow
from decisions.legality.models import IntakeResult
from decisions.participation.choices import Channel
from decisions.participation.forms import AnswerRow

WORDS = [
    (lambda: Lane.EXPERT_PANEL.label, "专家组"),
    (lambda: Status.SUSPENDED.label, "中止执行"),
    (lambda: Conclusion.CONTINUE.label, "继续执行"),
    (lambda: MemberCategory.PUBLIC.label, "公众"),
    (lambda: IntakeResult.ACCEPTED.label, "受理"),
    (lambda: Channel.PHONE.label, "来电"),
    (lambda: OpinionChannel.TELEPHONE.label, "来电"),
    (lambda: DecideEvaluationForm.sections[0][0], "决定"),
    (lambda: ApplyForm.sections[0][0], "决定"),
    (lambda: EvaluateForm.formset_classes["members"].heading, "评估组成员"),
    (lambda: MemberRow.base_fields["name"].label, "姓名"),
    (lambda: SuspendForm.base_fields["files"].label, "书面决定"),
    (lambda: ResumeForm.base_fields["files"].label, "书面决定"),
    (lambda: ProblemRow.base_fields["question"].label, "审查内容"),
    (lambda: AnswerRow.base_fields["numbers"].label, "意见登记号"),
]


@pytest.mark.parametrize(("asked", "said"), WORDS, ids=[said + str(number) for number, (_, said) in enumerate(WORDS)])
def test_each_place_says_its_own_word(asked, said):
    with override("zh-hans"):
        assert str(asked()) == said
