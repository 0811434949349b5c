"""Numbers that are printed unusually, left out, or false. `gold` follows what is printed."""

from __future__ import annotations

from collections.abc import Iterable

from tests.corpus.deviations import deviation
from tests.corpus.model import Box, Draft

_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")
_MONEY = ("fees.amount", "procurement.amount", "indicators.7", "indicators.8.4")


def _blank(draft: Draft, boxes: Iterable[Box], text: str = "") -> None:
    for box in boxes:
        assert box.code is not None
        box.text = text
        draft.gold[box.code] = None


def _zeros(draft: Draft, prefix: str = "") -> list[Box]:
    return [box for box in draft.values(prefix) if box.code and draft.gold[box.code] == 0]


def _counts(draft: Draft, at_least: int) -> list[Box]:
    """Cells that print a whole count of some size."""
    cells = []
    for box in draft.values():
        value = draft.gold[box.code or ""]
        if isinstance(value, int) and value >= at_least:
            cells.append(box)
    return cells


def _unit(code: str) -> str:
    return "万元" if any(money in code for money in _MONEY) else "件"


@deviation("cell.blank_zeros")
def blank_zeros(draft: Draft) -> None:
    _blank(draft, _zeros(draft))


@deviation("cell.blank_some_zeros")
def blank_some_zeros(draft: Draft) -> None:
    _blank(draft, [box for box in _zeros(draft) if draft.rng.random() < 0.5])


@deviation("cell.blank_subtable")
def blank_subtable(draft: Draft) -> None:
    _blank(draft, [*draft.values("disclosure.regulations"), *draft.values("disclosure.normative_documents")])


@deviation("cell.blank_all")
def blank_all(draft: Draft) -> None:
    _blank(draft, draft.values())


@deviation("cell.blank_but_totals")
def blank_but_totals(draft: Draft) -> None:
    _blank(draft, [b for b in draft.values("applications") if not (b.code or "").endswith(".total")])
    _blank(draft, [b for b in draft.values("review") if not (b.code or "").endswith(".total")])


@deviation("cell.dashes")
def dashes(draft: Draft) -> None:
    for box in _zeros(draft):
        _blank(draft, [box], draft.rng.choice(["-", "—", "——", "－", "–"]))


@deviation("cell.slashes")
def slashes(draft: Draft) -> None:
    _blank(draft, _zeros(draft), "/")


@deviation("cell.none_word")
def none_word(draft: Draft) -> None:
    _blank(draft, [box for box in _zeros(draft) if draft.rng.random() < 0.6], "无")


@deviation("cell.padded")
def padded(draft: Draft) -> None:
    for box in draft.values():
        box.text = draft.rng.choice([" {} ", "\u3000{}", "{}\u00a0", "\n{}\n", "{}"]).format(box.text)


@deviation("cell.units")
def units(draft: Draft) -> None:
    for box in draft.values():
        if box.text and draft.rng.random() < 0.5:
            box.text += _unit(box.code or "")


@deviation("cell.notes")
def notes(draft: Draft) -> None:
    large = _counts(draft, 5)
    for box in draft.rng.sample(large, min(4, len(large))):
        part = draft.rng.randint(1, int(draft.gold[box.code or ""] or 2) - 1)
        note = draft.rng.choice(
            [f"（其中修订{part}件）", f"(含上级转办{part}件)", f"（其中{part}件为{draft.year - 1}年受理）"]
        )
        box.text += note


@deviation("cell.thousands")
def thousands(draft: Draft) -> None:
    for box in _counts(draft, 1000):
        box.text = f"{int(draft.gold[box.code or ''] or 0):,}"


@deviation("cell.thousands_full_width")
def thousands_full_width(draft: Draft) -> None:
    for box in _counts(draft, 1000):
        box.text = f"{int(draft.gold[box.code or ''] or 0):,}".replace(",", "，")


@deviation("cell.full_width")
def full_width(draft: Draft) -> None:
    for box in draft.values():
        box.text = box.text.translate(_FULL_WIDTH)


@deviation("cell.spaced_digits")
def spaced_digits(draft: Draft) -> None:
    for box in _counts(draft, 10):
        box.text = " ".join(box.text)


@deviation("cell.signs")
def signs(draft: Draft) -> None:
    """本年增/减 with its sign: +3, －2."""
    for box in draft.values("disclosure"):
        value = draft.gold[box.code or ""]
        if (box.code or "").endswith("items_change") and value:
            box.text = f"+{value}" if value > 0 else f"－{-value}"


@deviation("cell.signs_in_words")
def signs_in_words(draft: Draft) -> None:
    """本年增/减 in words: 增3, 减2."""
    for box in draft.values("disclosure"):
        value = draft.gold[box.code or ""]
        if (box.code or "").endswith("items_change") and value:
            box.text = f"增{value}" if value > 0 else f"减{-value}"


@deviation("cell.amount_in_yuan")
def amount_in_yuan(draft: Draft) -> None:
    draft.put("disclosure.procurement.amount", 251000, "251000元")


@deviation("cell.amount_in_10k_header")
def amount_in_10k_header(draft: Draft) -> None:
    draft.put("disclosure.procurement.amount", 477.35)
    for box in draft.labels("disclosure"):
        if box.code == "amount":
            box.text = "采购总金额(万元)"


@deviation("cell.fee_in_yuan")
def fee_in_yuan(draft: Draft) -> None:
    """A fee in 元 under a header that says 万元: what was meant, the page does not tell."""
    draft.put("disclosure.fees.amount_10k_yuan", 11700, "11700元")


@deviation("cell.approximate")
def approximate(draft: Draft) -> None:
    """Prose habits inside the statistical table of 2014."""
    draft.put("indicators.1.1", 11700, "1.17万")
    draft.put("indicators.1.2.2", 68, "68余条")
    draft.put("indicators.1.2.3", 44, "约44")
    draft.put("indicators.1.2.4", 500, "500余")
    draft.put("indicators.9.3", 1600, "1600多人次")


@deviation("total.zero")
def total_zero(draft: Draft) -> None:
    """总计 left 0 though its parts are not."""
    for box in draft.values("applications"):
        if (box.code or "").endswith(".total") and box.text != "0":
            draft.put(box.code or "", 0)


@deviation("total.blank_results")
def total_blank_results(draft: Draft) -> None:
    skipped = (".new_received.", ".carried_over.", ".carried_forward.")
    rows = [b for b in draft.values("applications") if (b.code or "").endswith(".total")]
    _blank(draft, [b for b in rows if not any(part in (b.code or "") for part in skipped)])


def _raise(draft: Draft, code: str, by: int) -> None:
    draft.put(code, int(draft.gold[code] or 0) + by)


@deviation("false.row_sum")
def false_row_sum(draft: Draft) -> None:
    """I1: one 总计 is off, and （七）总计 repeats the mistake, so that I2 holds."""
    _raise(draft, "applications.granted.total", 3)
    _raise(draft, "applications.processed_total.total", 3)


@deviation("false.column_sum")
def false_column_sum(draft: Draft) -> None:
    """I2: （七）总计 of one column does not add up."""
    _raise(draft, "applications.processed_total.natural_person", 2)


@deviation("false.balance")
def false_balance(draft: Draft) -> None:
    """I3: 第一项加第二项 ≠ 第三项加第四项."""
    _raise(draft, "applications.carried_forward.natural_person", 1)
    _raise(draft, "applications.carried_forward.total", 1)


@deviation("false.two_cells")
def false_two_cells(draft: Draft) -> None:
    """Two numbers of one row exchanged: the row still adds up, two columns do not."""
    left, right = "applications.new_received.natural_person", "applications.new_received.legal_service"
    a, b = draft.gold[left], draft.gold[right]
    draft.put(left, b)
    draft.put(right, a)


@deviation("false.review_sum")
def false_review_sum(draft: Draft) -> None:
    """I4: the total of 未经复议直接起诉 is off by one."""
    _raise(draft, "review.litigation_direct.total", 1)


@deviation("false.requests_2014")
def false_requests_2014(draft: Draft) -> None:
    """J1: the channels do not sum to 收到申请数."""
    _raise(draft, "indicators.3.1.3", 2)


@deviation("false.answers_2014")
def false_answers_2014(draft: Draft) -> None:
    """J3 and J4: reasons of refusal without refusals."""
    _raise(draft, "indicators.3.3.4.f", 4)


@deviation("false.staff_2014")
def false_staff_2014(draft: Draft) -> None:
    """J6: 专职 + 兼职 ≠ 工作人员数."""
    _raise(draft, "indicators.8.3", 5)


@deviation("cell.unreadable")
def unreadable(draft: Draft) -> None:
    """Numbers that were lost on the way: “?” and a replacement character."""
    for code, text in (("applications.granted.natural_person", "1?"), ("applications.new_received.total", "�2")):
        draft.put(code, None, text)
        del draft.gold[code]
