"""facts.toml: what a maintainer may write, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.facts import table as module
from pipelines.facts.table import TableError, load
from tests.unit.facts.read import facts, short

TEXT = Path(module.__file__).with_name("facts.toml").read_text(encoding="utf-8")


def _with(entry: str) -> str:
    return f"{TEXT}\n[[fact]]\n{entry}"


def test_a_new_wording_needs_no_code(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "全年接待来访查阅档案39人次。"
    assert facts(said) == []
    entry = """key = "archive.readers"
zh = "查阅人次"
en = "Readers"
units = ["人次"]
words = ["查阅"]
patterns = ['查阅档案<SUM>#']
"""
    changed = load(_with(entry))
    for name in ("reader", "scope", "prose"):
        monkeypatch.setattr(f"pipelines.facts.{name}.table", lambda: changed)
    assert short(facts(said)) == [("archive.readers", 39)]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ('key = "a.b"\nzh = "甲"\nen = "A"\nunits = ["件"]\npatterns = ["<NOSUCH>#"]', "<NOSUCH> is no macro"),
        ('key = "a.b"\nzh = "甲"\nen = "A"\nunits = ["件"]\nparts = ["甲#"]', "does not say after which keys"),
        ('key = "a.b"\nzh = "甲"\nen = "A"\nunits = ["件"]\nafter = "x."\nparts = ["甲#"]', "no key begins with"),
        (
            'key = "a.b"\nzh = "甲"\nen = "A"\nunits = ["件"]\npatterns = ["甲#"]\nboth = ["x.y"]',
            "which is no key",
        ),
        ('key = "requests.received"\nzh = "别名"\nen = "A"\nunits = ["件"]\npatterns = ["甲#"]', "two names"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(entry: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        load(_with(entry))


def test_every_key_has_a_name_in_two_languages() -> None:
    for key, (chinese, english) in load(TEXT).labels.items():
        assert any("一" <= char <= "龥" for char in chinese), key
        assert english.isascii() or "…" in english, key
