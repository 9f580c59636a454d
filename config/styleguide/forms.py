"""The sample form of the style guide, with every kind of control."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, ClassVar

from django import forms

CONCLUSIONS = [("lawful", "符合"), ("amend", "修改后符合"), ("unlawful", "不符合")]


class StagedFiles(forms.ClearableFileInput):
    """A file control that shows what was received before."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/staged_files.html"

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        """Add two uploads as if an earlier try had sent them."""
        context = super().get_context(name, value, attrs)
        size = SimpleNamespace(size=1_290_000)
        context["staged_name"] = f"{name}_staged"
        context["staged"] = [
            SimpleNamespace(token="a", name="法律顾问意见(李律师).pdf", blob=size),  # noqa: S106 -- a sample
            SimpleNamespace(token="b", name="公职律师意见.pdf", blob=size),  # noqa: S106 -- a sample
        ]
        return context


class OpinionForm(forms.Form):
    """A legality opinion."""

    authority = forms.ChoiceField(
        label="决策事项是否符合法定权限", choices=CONCLUSIONS[::2], widget=forms.RadioSelect, initial="lawful"
    )
    procedure = forms.CharField(
        label="草案形成是否履行法定程序",
        widget=forms.Textarea,
        help_text="已按记录预填;与事实不符的,改后写明理由。",
        initial="公开征求意见 31 天;听证材料提前 9 日送达 20/20 人;专家 7 人(奇数,主管部门 2 人)。",
    )
    conclusion = forms.ChoiceField(label="审查结论", choices=[("", "———"), *CONCLUSIONS])
    issued_on = forms.DateField(label="出具日期", help_text="最早 2026-07-01;提前出具须写明理由。")
    counsel = forms.MultipleChoiceField(
        label="已征求意见",
        choices=[("1", "法律顾问 李律师"), ("2", "公职律师 周某"), ("3", "专家 D-014")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    score = forms.ChoiceField(
        label="可行性",
        help_text="资金、技术、机构与群众承受能力",
        choices=[("1", "1 不可行"), ("2", "2 较差"), ("3", "3 一般"), ("4", "4 较好"), ("5", "5 充分")],
        widget=forms.RadioSelect,
        required=False,
    )
    papers = forms.FileField(label="意见书附件", widget=StagedFiles(attrs={"multiple": True}), required=False)
    declared = forms.BooleanField(label="本人未参与本草案起草,与决策事项无利害关系")

    box_classes: ClassVar = {"score": "levels"}
    prefilled: ClassVar = {"procedure", "authority"}
    sections: ClassVar = [
        ("三项审查", ["authority", "procedure", "counsel", "score"]),
        ("结论", ["conclusion", "issued_on", "papers", "declared"]),
    ]

    def __init__(self, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data)
        rows = ProblemFormSet(
            self.data or None, prefix="problems", initial=[{"clause": "第十二条", "kind": "content"}]
        )
        self.formsets = {"problems": rows}

    def clean(self) -> dict[str, object]:
        """Object, to show what an objection to the whole looks like."""
        self.add_error(None, "结论为“修改后符合”的,至少列明一个问题。")
        return self.cleaned_data


class ProblemForm(forms.Form):
    """One problem found."""

    clause = forms.CharField(label="条款")
    kind = forms.ChoiceField(label="类别", choices=[("content", "内容"), ("power", "权限"), ("procedure", "程序")])
    advice = forms.CharField(label="处理意见")


class Problems(forms.BaseFormSet[ProblemForm]):
    """The problems, as a group with a heading."""

    heading = "审查发现的问题"
    help_text = "逐项写明处理意见,承办单位逐项回复。"


ProblemFormSet = forms.formset_factory(ProblemForm, formset=Problems, extra=1)


class LedgerFilter(forms.Form):
    """Filters of the ledger."""

    stage = forms.ChoiceField(label="阶段", choices=[("", "全部阶段"), ("legality", "合法性审查")], required=False)
    unit = forms.ChoiceField(label="承办单位", choices=[("", "全部承办单位")], required=False)
    light = forms.ChoiceField(label="灯", choices=[("", "红黄绿灯"), ("late", "超期")], required=False)
    text = forms.CharField(label="标题或文号", required=False)
