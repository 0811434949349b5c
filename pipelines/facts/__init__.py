"""Prose → facts: numbers and texts outside of the tables, each with its quote and place (facts.toml)."""

from __future__ import annotations

from pipelines.facts.coverage import Coverage, read_scope
from pipelines.facts.preamble import preamble_of
from pipelines.facts.prose import PREAMBLE, Prose, extract, read_prose
from pipelines.facts.reader import Share, WholeAndParts

__all__ = [
    "PREAMBLE",
    "Coverage",
    "Prose",
    "Share",
    "WholeAndParts",
    "extract",
    "preamble_of",
    "read_prose",
    "read_scope",
]
