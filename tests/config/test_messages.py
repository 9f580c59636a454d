"""Finding, merging and compiling the words."""

import gettext

import pytest

from config import messages
from config.extraction import UntranslatableError, in_python, in_template


def words(found):
    return [(message.context, message.singular, message.plural) for message in found]


def test_words_are_found_in_a_module():
    source = '_("Unit")\nt.ngettext("%(n)d day", "%(n)d days", n)\npgettext_lazy("month", "M" "ay")\n_(name)\n'
    assert words(in_python(source, "a.py")) == [
        (None, "Unit", None),
        (None, "%(n)d day", "%(n)d days"),
        ("month", "May", None),
    ]


@pytest.mark.parametrize("source", ['_(f"{x} days")', '_("a" + b)', '_("%s" % x)'])
def test_words_put_together_when_it_runs_are_refused(source):
    with pytest.raises(UntranslatableError, match=r"a\.py:1"):
        list(in_python(source, "a.py"))


def test_words_are_found_in_a_template():
    source = """{% translate "It's" %} gettext("no") {{ x|default:_("None") }} 100%
    {% blocktranslate count n=n trimmed %}One {{ n }}{% plural %}Many {{ n }}{% endblocktranslate %}
    {% translate "May" context "month" %}"""
    assert words(in_template(source, "a.html")) == [
        (None, "It's", None),
        (None, "None", None),
        (None, "One %(n)s", "Many %(n)s"),
        ("month", "May", None),
    ]


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "locale" / "fragments").mkdir(parents=True)
    (tmp_path / "desk").mkdir()

    def write(**fragments):
        for name, text in fragments.items():
            (tmp_path / "locale" / "fragments" / f"{name}.po").write_text(text, encoding="utf-8")
        return tmp_path

    return write


UNIT = 'msgid "Unit"\nmsgstr "单位"\n'


def test_fragments_that_agree_are_merged_and_compiled(tree):
    root = tree(a=UNIT, b=UNIT + '\nmsgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "%(n)d日"\n')
    catalogue, faults = messages.merge(root)
    messages.write(catalogue, root)
    assert faults == []
    assert messages.faults(root) == []
    (compiled,) = messages.compile_all(root)
    assert messages.compile_all(root) == []
    with compiled.open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert read.gettext("Unit") == "单位"
    assert read.ngettext("%(n)d day", "%(n)d days", 2) == "%(n)d日"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ('msgid "Unit"\nmsgstr "部门"\n', "部门"),
        ('msgid "Case"\nmsgstr ""\n', "is empty"),
        ('#, fuzzy\nmsgid "Case"\nmsgstr "案件"\n', "fuzzy"),
        ('msgid "Case %(n)s"\nmsgstr "案件"\n', "placeholders"),
    ],
)
def test_fragments_that_do_not_agree_are_named(tree, other, said):
    _catalogue, faults = messages.merge(tree(a=UNIT, b=other))
    assert len(faults) == 1
    assert said in faults[0]


def test_a_message_without_chinese_is_named_with_its_place(tree):
    root = tree(a=UNIT)
    (root / "accounts").mkdir()
    (root / "accounts" / "models.py").write_text('\n_("Office")\n', encoding="utf-8")
    assert messages.missing(messages.merge(root)[0], root) == ["accounts/models.py:2: 'Office' has no Chinese"]


def test_a_catalogue_behind_its_fragments_is_named(tree):
    assert "make messages" in messages.faults(tree(a=UNIT))[0]
