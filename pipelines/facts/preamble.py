"""What stands before the first chapter: period, contact, the notices cited."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.report import Section

_SPACE = re.compile(r"\s+")


def preamble_of(lines: Sequence[str], sections: Sequence[Section]) -> list[str]:
    """The document's lines before the heading of its first section; all of them where it has none.

    The heading's last print counts, for a table of contents prints it as well.
    """
    if not sections:
        return list(lines)
    heading = _SPACE.sub("", sections[0].heading)
    packed = [_SPACE.sub("", line) for line in lines]
    filled = [i for i, line in enumerate(packed) if line]
    for position in reversed(range(len(filled))):
        at = filled[position]
        line = packed[at]
        if heading and line.startswith(heading):
            return list(lines[:at])
        below = packed[filled[position + 1]] if position + 1 < len(filled) else ""
        if heading.startswith(line) and line + below == heading:  # printed on two lines
            return list(lines[:at])
    return _before_run_in(lines, heading)


def _before_run_in(lines: Sequence[str], heading: str) -> list[str]:
    """A report printed on one line holds its first heading somewhere inside of it."""
    for i, line in enumerate(lines):
        packed = _SPACE.sub("", line)
        if heading and heading in packed:
            return [*lines[:i], packed[: packed.rindex(heading)]]
    return []
