"""Printed labels → codes, exactly, by known variants, or by a unique near miss."""

from __future__ import annotations

import pytest

from models.vocabulary import vocabulary
from pipelines.forms.labels import LabelSet, distance, key, label_book, lookalikes, match_below_group

APPLICATIONS = label_book().applications


def test_every_official_label_is_known() -> None:
    book, words = label_book(), vocabulary()
    for code, label in words.applications.items():
        assert book.applications.code(label.rsplit("/", 1)[-1]) == code
    for code, label in words.applicants.items():
        assert book.applicants.code(label) == code
    for code, label in words.outcomes.items():
        assert book.outcomes.code(label) == code
    for form, items in words.disclosure.items():
        for item, row in items.items():
            assert book.disclosure_items[form].code(row.label) == item
            for measure, header in row.measures.items():
                assert book.disclosure_measures[form].code(header) == measure


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("一 、 本年新收政府信息公开申请数量", "new_received"),
        ("(一) 予以公开", "granted"),
        ("予以公开", "granted"),
        ("（二）部分公开", "partially_granted"),
        ("(二) 部分公开(区分处理的, 只计这一情形, 不计其他情形)", "partially_granted"),
        ("3、危及“三安全一稳定”", "denied.safety_stability"),
        ("3. “ ”危及 三安全一稳定", "denied.safety_stability"),
        ("[bookmark: _Hlk66974290]4.保护第三方合法权益", "denied.third_party_rights"),
        ("8．属于行政查询事项", "denied.administrative_query"),
        ("1.逾期不补正", "other.not_amended"),
        ("2.逾期不缴费", "other.fee_unpaid"),
        ("3.其他", "other.other"),
        ("（七）总 计", "processed_total"),
        ("四、结转下一年度继续办理", "carried_forward"),
        ("四、转结下年度继续办理", "carried_forward"),
    ],
)
def test_variants(printed: str, code: str) -> None:
    match = APPLICATIONS.match(printed)
    assert match is not None
    assert (match.code, match.how) == (code, "exact")


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("5.要求行政机关确认或从新出具已获取信息", "not_processed.reconfirmation"),
        ("1.信访举报投诉申请", "not_processed.petition"),
        ("本年度新收政府信息公开申请数量", "new_received"),
    ],
)
def test_near_misses_are_marked(printed: str, code: str) -> None:
    match = APPLICATIONS.match(printed)
    assert match is not None
    assert (match.code, match.how) == (code, "near")


def test_worn_print_is_a_near_miss_even_of_a_short_label() -> None:
    book = label_book()
    for labels, printed, code in (
        (book.applicants, "白然人", "natural_person"),
        (book.applicants, "具他", "other_org"),
        (book.outcomes, "尚术审结", "pending"),
        (book.channels, "行政复仪", "reconsideration"),
    ):
        match = labels.match(printed)
        assert match is not None
        assert (match.code, match.how) == (code, "near")
        assert labels.code(printed) is None


def test_a_character_looks_like_those_of_one_group_only() -> None:
    table = lookalikes()
    assert not set(table.values()) & {chr(code) for code in table}
    assert not any(chr(code).isdigit() for code in table)


@pytest.mark.parametrize(
    "printed", ["本年结转政府信息公开申请数量", "不予公开", "属于", "其他情形", "", "9.本省自设情形"]
)
def test_ambiguous_and_unknown_labels_match_nothing(printed: str) -> None:
    assert APPLICATIONS.match(printed) is None


def test_group_before_the_label() -> None:
    groups = label_book().application_groups
    for printed, code in (
        ("（三）不予公开1.属于国家秘密", "denied.state_secret"),
        ("三、本年度办理结果（一）予以公开", "granted"),
        ("三、本年度办理结果（六）其他处理3.其他", "other.other"),
    ):
        match = match_below_group(printed, APPLICATIONS, groups)
        assert match is not None
        assert match.code == code


def test_one_label_for_two_codes_is_a_fault_of_the_table() -> None:
    with pytest.raises(ValueError, match="stands for both"):
        LabelSet({"a": ("同一",), "b": ("同一",)})


@pytest.mark.parametrize(
    ("left", "right", "errors"), [("", "", 0), ("行政许可", "政许可", 1), ("结转", "转结", 2), ("规章", "", 2)]
)
def test_distance(left: str, right: str, errors: int) -> None:
    assert distance(left, right) == distance(right, left) == errors


def test_key_keeps_letters_and_digits_alone() -> None:
    assert key("（三） 不 予 公 开") == "不予公开"
    assert key("（本列数据的勾稽关系为：第一项）") == "本列数据的勾稽关系为第一项"
