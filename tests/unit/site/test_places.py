"""A finding's place in the words of the forms."""

from __future__ import annotations

import pytest

from models.vocabulary import vocabulary
from pipelines.checks.completeness import expected_cells
from pipelines.site.catalogue import catalogue
from pipelines.site.places import named
from pipelines.site.render import where


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("applications.granted.natural_person", ("（一）予以公开", "自然人")),
        ("applications.*.natural_person", ("自然人",)),
        ("applications.granted", ("（一）予以公开",)),
        ("review.litigation_direct.upheld", ("行政诉讼", "未经复议直接起诉", "结果维持")),
        ("review.reconsideration", ("行政复议",)),
        ("disclosure.fees.amount_10k_yuan", ("行政事业性收费", "本年收费金额（单位：万元）")),
        ("indicators.3.1", ("（一）收到申请数",)),
        ("identity.year", ("年度",)),
        ("sections.0", ("正文部分", "1")),
        ("page 3", ("页", "3")),
        ("no.such.place", ()),
        ("", ()),
    ],
)
def test_a_place_is_named_as_the_form_prints_it(path: str, words: tuple[str, ...]) -> None:
    assert tuple(named(path)) == words


def test_every_cell_of_every_form_has_a_name_in_both_languages() -> None:
    cells = {
        f"{table}.{row}.{column}"
        for form in ("2021", "2019")
        for table, rows in expected_cells(form).items()
        for row, columns in rows.items()
        for column in columns
    }
    assert len(cells) > 200
    for path in (*cells, *(f"indicators.{code}" for code in vocabulary().indicators)):
        assert len(named(path)) >= (1 if path.startswith("indicators") else 2), path
        assert set(named(path)) <= catalogue().text.keys(), path


def test_all_words_of_places_have_english() -> None:
    assert set(catalogue().places.values()) <= catalogue().text.keys()


def test_the_path_of_codes_is_still_there_to_be_copied() -> None:
    assert 'title="applications.granted.total"' in where("applications.granted.total")
    assert where("<b>") == "<code>&lt;b&gt;</code>"
