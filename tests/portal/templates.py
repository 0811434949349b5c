"""The pages' fixed parts (templates/), with `{{slots}}`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_SLOT = re.compile(r"\{\{(\w+)\}\}")


@cache
def _text(name: str) -> str:
    text = (Path(__file__).parent / "templates" / name).read_text(encoding="utf-8")
    return text.removesuffix("\n")


def fill(name: str, /, **slots: object) -> str:
    """The template with every slot filled; a slot without a value, or a value without a slot, is an error."""
    text = _text(name)
    wanted = set(_SLOT.findall(text))
    if wanted != set(slots):
        raise KeyError(f"{name} wants {sorted(wanted)}, was given {sorted(slots)}")
    return _SLOT.sub(lambda found: str(slots[found[1]]), text)
