"""Remembering what short texts come to: a few hundred labels and numbers make up nearly all cells."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")

_SHORT = 200  # characters; longer texts are prose, which does not come again and would only be held
_REMEMBERED = 8192


def short_texts(function: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """A pure function of a text that remembers its last results, those of long texts apart."""
    asked = cast("Callable[..., T]", function)
    remembered = cast("Callable[..., T]", lru_cache(maxsize=_REMEMBERED)(function))

    @wraps(function)
    def short(text: str, *more: object) -> T:  # by position alone: thousands of cells come by
        return (remembered if len(text) <= _SHORT else asked)(text, *more)

    return cast("Callable[Concatenate[str, P], T]", short)
