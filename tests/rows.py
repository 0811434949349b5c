"""Digests of all rows that are not the ledger: what a second run must leave alone."""

from __future__ import annotations

from sqlalchemy import text

from models.session import engine

# what every run writes by its nature: the ledger and each fetch
LEDGER = frozenset({"runs", "captures", "alembic_version"})


def row_digests() -> dict[str, str]:
    """Table → digest of its rows, independent of their order."""
    with engine().connect() as connection:
        names = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        )
        return {
            name: str(
                connection.scalar(
                    text(f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t")
                )
            )
            for name in names
            if name not in LEDGER
        }


def changed_tables(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """The tables whose rows differ."""
    return [name for name in after if before.get(name) != after[name]]
