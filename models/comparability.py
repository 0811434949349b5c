"""comparability.toml as the table `comparability`: which number may be compared with which of another form."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, one_of

HOW = ("same", "similar", "sum", "none")
NARRATIVE = "narrative"

Row = dict[str, Any]


class Comparability(Base):
    """One code of a form beside its counterpart in another form."""

    __tablename__ = "comparability"
    __table_args__ = (
        CheckConstraint(one_of("how", HOW), name="how"),
        {"comment": "各格式之间的可比性（comparability.toml） / What compares across forms"},
    )

    form: Mapped[str] = mapped_column(primary_key=True, comment="格式 / Generation of the form")
    block: Mapped[str] = mapped_column(primary_key=True, comment="部分，正文为 facts / Part; facts: the prose")
    item: Mapped[str] = mapped_column(primary_key=True, comment="行代码或事实代码 / Code of the row or fact")
    measure: Mapped[str] = mapped_column(
        primary_key=True, comment="列代码，单列为空串 / Code of the column, or empty"
    )
    other_form: Mapped[str] = mapped_column(primary_key=True, comment="对照格式 / The other form")
    other_block: Mapped[str] = mapped_column(
        primary_key=True, comment="对照部分，无对应为空 / Part there or empty"
    )
    other_item: Mapped[str] = mapped_column(primary_key=True, comment="对照行代码 / Code of the row there")
    other_measure: Mapped[str] = mapped_column(
        primary_key=True, comment="对照列代码 / Code of the column there, or empty"
    )
    how: Mapped[str] = mapped_column(
        comment="same 定义相同，similar 相近，sum 相加后可比，none 不可比 / "
        "same, similar, sum: only the sum of the codes with this counterpart, none: not to be compared"
    )
    note_zh: Mapped[str] = mapped_column(comment="说明（中文） / Why, in Chinese")
    note_en: Mapped[str] = mapped_column(comment="说明（英文） / Why, in English")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the file: codes of `form` that fit `pattern`, seen from the form `other_form`.

    `other` is the counterpart's code, whose * are the last of the pattern's; None: the same code, "": none.
    """

    form: str
    other_form: str
    pattern: re.Pattern[str]
    other: str | None
    how: str
    zh: str
    en: str

    def counterpart(self, code: str) -> str | None:
        """The code in the other form, "" where it has none; None where the rule does not fit."""
        match = self.pattern.fullmatch(code)
        if match is None:
            return None
        if self.other is None:
            return code
        found = list(match.groups())[-self.other.count("*") :] if "*" in self.other else []
        return re.sub(r"\*", lambda _: found.pop(0), self.other)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the file."""
    raw = tomllib.loads(Path(__file__).with_name("comparability.toml").read_text(encoding="utf-8"))
    return tuple(
        Rule(form, other, _pattern(code), rule.get("other"), rule["how"], rule["zh"], rule["en"])
        for rule in raw["rules"]
        for form in _list(rule["form"])
        for other in _list(rule["with"])
        for code in _list(rule["code"])
    )


def comparability_rows(codes: Sequence[Row]) -> list[Row]:
    """The rows of the table for these rows of the vocabulary.

    ValueError where a code has no rule for another form, for then nobody has thought about it.
    """
    of: dict[str, list[str]] = {}
    for code in codes:
        of.setdefault(code["form"], []).append(code_path(code["block"], code["item"], code["measure"]))
    rows: dict[tuple[str, ...], Row] = {}
    paired: set[tuple[str, str, str]] = set()
    for form, other_form in dict.fromkeys((rule.form, rule.other_form) for rule in rules()):
        for path in of[form]:
            rule, other = _first(form, path, other_form)
            if rule is None and (form, path, other_form) not in paired:
                raise ValueError(f"comparability.toml has no rule for {path} of {form} with {other_form}")
            if rule is None or (not other and (form, path, other_form) in paired):
                continue
            for row in _both_ways(rule, path, other):
                rows.setdefault(tuple(list(row.values())[:8]), row)
            paired |= {(form, path, other_form), (other_form, other, form)}
    return list(rows.values())


def code_path(block: str, item: str, measure: str) -> str:
    """A code as one path: applications.granted.total, indicators.3.1."""
    return ".".join(part for part in (block, item, measure) if part)


@cache
def same_meaning(form: str | None, other_form: str | None, path: str) -> bool:
    """Whether the code of this path counts the same in both forms."""
    if form is None or other_form is None or form == other_form:
        return form == other_form
    for one, two in ((form, other_form), (other_form, form)):
        rule, other = _first(one, path, two)
        if rule is not None and other:
            return rule.how == "same" and other == path
    return False


def _first(form: str, path: str, other_form: str) -> tuple[Rule | None, str]:
    """The rule that holds for a code, and its counterpart's code."""
    for rule in rules():
        if (rule.form, rule.other_form) == (form, other_form) and (other := rule.counterpart(path)) is not None:
            return rule, other
    return None, ""


def _both_ways(rule: Rule, path: str, other: str) -> Iterator[Row]:
    yield _row(rule.form, path, rule.other_form, other, rule)
    if other:
        yield _row(rule.other_form, other, rule.form, path, rule)


def _row(form: str, path: str, other_form: str, other: str, rule: Rule) -> Row:
    block, item, measure = _parts(path)
    other_block, other_item, other_measure = _parts(other)
    return {
        "form": form,
        "block": block,
        "item": item,
        "measure": measure,
        "other_form": other_form,
        "other_block": other_block,
        "other_item": other_item,
        "other_measure": other_measure,
        "how": rule.how,
        "note_zh": rule.zh,
        "note_en": rule.en,
    }


def _parts(path: str) -> tuple[str, str, str]:
    """(block, item, measure) of a path; items may have dots, indicators and facts have no measure."""
    block, _, rest = path.partition(".")
    if block in ("indicators", "facts"):
        return block, rest, ""
    item, _, measure = rest.rpartition(".")
    return block, item, measure


def _pattern(code: str) -> re.Pattern[str]:
    return re.compile(re.escape(code).replace(r"\*", "(.+)").replace(r"\?", "."))


def _list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
