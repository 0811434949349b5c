"""A reading through JSON and back: nothing lost, nothing rounded."""

from __future__ import annotations

import json
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pipelines.codec import data_digest, decode, encode
from pipelines.evidence import Evidence
from pipelines.report import AnnualReport, Cell, Fact, Finding, Identity, Place, Reading, Section

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
NUMBER = st.none() | st.integers(-(10**25), 10**25) | st.decimals(allow_nan=False, allow_infinity=False, places=4)
PLACE = st.builds(Place, *[st.none() | st.integers(0, 10**6)] * 5)
CELL = st.builds(
    Cell, NUMBER, TEXT, PLACE, st.none() | TEXT, st.none() | TEXT, st.none() | st.floats(0, 1, width=32)
)
TABLE = st.dictionaries(TEXT, st.dictionaries(TEXT, CELL, max_size=3), max_size=3)
FACT = st.builds(
    Fact, TEXT, NUMBER, TEXT, TEXT, st.integers(0, 9), st.integers(0, 999), st.none() | TEXT, st.booleans()
)
REPORT = st.builds(
    AnnualReport,
    st.sampled_from([None, "2021", "2014"]),
    st.none() | TEXT,
    TABLE,
    TABLE,
    TABLE,
    st.dictionaries(TEXT, CELL, max_size=3),
    st.lists(st.builds(Section, TEXT, TEXT), max_size=3),
    st.lists(FACT, max_size=3),
    st.sampled_from([None, "agency", "government", "jurisdiction"]),
    st.none() | TEXT,
)
FINDING = st.builds(
    Finding,
    TEXT,
    st.sampled_from(["error", "warning", "info"]),
    TEXT,
    TEXT,
    st.sampled_from([None, "published", "reading", "unknown"]),
    NUMBER,
    NUMBER,
    st.none() | TEXT,
)
EVIDENCE = st.builds(
    Evidence, st.sampled_from(["agency", "year"]), st.sampled_from(["headline", "url"]), TEXT, TEXT
)
IDENTITY = st.builds(
    Identity,
    *[st.none() | TEXT] * 3,
    st.none() | st.integers(1, 3000),
    st.none() | TEXT,
    st.none() | TEXT,
    st.lists(EVIDENCE, max_size=3),
)
READING = st.builds(
    Reading,
    st.sampled_from(["accepted", "review", "not_a_report", "unreadable"]),
    st.sampled_from([None, "html", "pdf"]),
    TEXT,
    st.none() | TEXT,
    st.none() | TEXT,
    st.none() | REPORT,
    IDENTITY,
    st.lists(FINDING, max_size=3),
    TEXT,
)


@given(READING)
def test_there_and_back(reading: Reading) -> None:
    stored = json.loads(json.dumps(encode(reading)), parse_float=Decimal)  # as the database's driver reads it
    assert decode(stored) == reading


def test_a_decimal_keeps_its_digits() -> None:
    cell = Cell(Decimal("59237.2449000000000001"), "59237.2449")
    report = AnnualReport(form="2021", disclosure={"fees": {"amount_10k_yuan": cell}})
    stored = encode(Reading("accepted", "html", "text/html", report=report))
    assert stored["report"]["disclosure"]["fees"]["amount_10k_yuan"]["value"] == "59237.2449000000000001"
    again = decode(stored).report
    assert again is not None
    assert again.disclosure["fees"]["amount_10k_yuan"] == cell


def test_what_postgresql_refuses_is_marked() -> None:
    report = AnnualReport(sections=[Section("一\x00", "\ud800二")])
    stored = encode(Reading("review", "html", "text/html", report=report))
    assert stored["report"]["sections"] == [{"heading": "一\ufffd", "text": "\ufffd二"}]


def test_the_digest_is_of_what_is_published() -> None:
    def digest(value: int | None, text: str = "本机关 公开", raw: str = "6", page: int = 1) -> str:
        cell = Cell(value, raw, Place(page=page))
        return data_digest(
            AnnualReport("2021", "…", applications={"granted": {"total": cell}}, sections=[Section("一", text)])
        )

    assert digest(6) == digest(6, "本机关\n公开", " ６", page=3)
    assert len({digest(6), digest(7), digest(0), digest(None), digest(6, "本机关不公开")}) == 5
