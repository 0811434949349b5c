"""Checks across reports: a year against the year before, a whole against its parts. Pure functions.

They see the numbers as the views show them, corrections of people included, and never change a verdict.
"""

from __future__ import annotations

from pipelines.checks.across.numbers import Against, Printed
from pipelines.checks.across.parts import check_parts
from pipelines.checks.across.years import check_years

__all__ = ["Against", "Printed", "check_parts", "check_years"]
