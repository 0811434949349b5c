"""The registry of deviations (FORMATS.md §5): a name, and what it does to a draft and its gold."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from tests.corpus.model import Draft

Deviation = Callable[[Draft], None]
REGISTRY: dict[str, Deviation] = {}
_MODULES = ("deviate_labels", "deviate_cells", "deviate_rows", "deviate_tables", "deviate_text", "deviate_local")


def deviation(name: str) -> Callable[[Deviation], Deviation]:
    """Register a function under the name that recipes use."""

    def register(function: Deviation) -> Deviation:
        if name in REGISTRY:
            raise ValueError(f"two deviations are called {name}")
        REGISTRY[name] = function
        return function

    return register


def load() -> dict[str, Deviation]:
    """All deviations, from all modules."""
    for module in _MODULES:
        import_module(f"tests.corpus.{module}")
    return REGISTRY
