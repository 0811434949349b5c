"""A look as a person reads it: tables, and the draft as it is, to be copied."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table

from crawler.probe.look import Look
from crawler.registry import Problem

SHOWN = 12  # rows of a table


def show(look: Look, text: str, problems: list[Problem]) -> None:
    """Print what was seen, the draft, and what is wrong with it."""
    seen = look.as_dict()
    console = Console()
    console.print(f"[bold]{seen['title'] or look.url}[/bold]  {seen['requests']} requests", highlight=False)
    if look.way:
        way = (f"{anchor or 'home'} [dim]{url}[/dim]" for anchor, url in look.way)
        console.print("the way: " + " → ".join(way), highlight=False, soft_wrap=True)
    robots = "; ".join(
        f"{host}: {', '.join(f'{what} {value}' for what, value in said.items())}"
        for host, said in look.robots.items()
    )
    console.print(f"robots.txt: {robots or 'not asked'}", highlight=False, soft_wrap=True)
    for title, rows, columns in (
        ("CMS", seen["cms"], ("name", "confidence", "pages")),
        ("annual columns", seen["columns"], ("year", "name", "items", "total", "url")),
        ("agencies' codes", seen["agencies"], ("code", "name")),
        ("first reports", seen["reports"], ("year", "agency", "looked_at", "files", "url")),
        ("obstacles", seen["obstacles"], ("kind", "name", "place", "times")),
    ):
        if rows:
            console.print(_table(title, rows, columns))
        else:
            console.print(f"{title}: none seen")
    console.print("\n[bold]a draft of the site file[/bold]")
    for line in (*text.splitlines(), *(f"# {problem}" for problem in problems)):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _table(title: str, rows: list[dict[str, Any]], columns: tuple[str, ...]) -> Table:
    more = f", {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    table = Table(title=f"{title} ({len(rows)}{more})", title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows[:SHOWN]:
        table.add_row(*(_cell(row[column]) for column in columns))
    return table


def _pairs(said: dict[str, Any]) -> str:
    return ", ".join(f"{what} {value}" for what, value in said.items())


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
