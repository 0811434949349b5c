"""Templates → pages. Everything that is not a template's own is escaped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from models.vocabulary import vocabulary
from pipelines.site.catalogue import as_script, catalogue
from pipelines.site.explain import ended, explain, lost
from pipelines.site.places import named

HERE = Path(__file__).parent
ASSETS = HERE / "assets"
BEIJING = timezone(timedelta(hours=8))


def render(template: str, **context: Any) -> str:
    """A page. `root` is the way from the page to the site's root, "" or "../"."""
    return _environment().get_template(template).render(**context)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "t": translated,
        "c": coded,
        "word": word,
        "label": catalogue().label,
        "where": where,
        "mark": catalogue().mark,
        "numeric": catalogue().numbers,
        "states": [state for state in catalogue().states if state],
        "units": {f"indicators.{code}": line.unit for code, line in vocabulary().indicators.items()},
    }
    environment.filters |= {"number": number, "moment": moment, "data": data, "web": web, "share": share}
    environment.filters |= {"explained": explained, "lost": partial(explained, by=lost)}
    environment.filters |= {"ended": partial(explained, by=ended)}
    return environment


def translated(chinese: str) -> Markup:
    """A text in both languages. KeyError where the catalogue lacks it: no page goes out half translated."""
    return Markup("<span data-i>{}</span>").format(word(chinese))


def word(chinese: str) -> str:
    """The text itself, for attributes (data-ia names those that are translated)."""
    if chinese not in catalogue().text:
        raise KeyError(f"catalogue.toml has no {chinese!r}")
    return chinese


def coded(code: object) -> Markup:
    """A code of the database in both languages; one that the catalogue does not know stays as it is."""
    if code is None or code == "":
        return Markup("")
    if str(code) not in catalogue().codes:
        return Markup("<code>{}</code>").format(code)
    return Markup('<span data-c="{}">{}</span>').format(code, catalogue().label(code))


def explained(detail: str, by: Callable[[str], str | None] = explain) -> Markup:
    """What a finding says in both languages; one that explanations.toml lacks stays English, and says so."""
    if (chinese := by(detail)) is None:
        return Markup('{} <span lang="en" class="untranslated">{}</span>').format(translated("（英文）"), detail)
    return Markup('<span data-en="{}">{}</span>').format(detail, chinese)


def where(path: str) -> Markup:
    """Where a finding stands, in both languages; its path of codes is what hovering shows."""
    parts = [translated(part) if part in catalogue().text else escape(part) for part in named(path)]
    if not parts:
        return Markup("<code>{}</code>").format(path)
    return Markup('<span class="path" title="{}">{}</span>').format(path, Markup(" · ").join(parts))


def number(value: Decimal | int | None) -> str:
    """As digits without exponent and idle zeros; blank stays blank."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)


def moment(value: datetime | None, *, time: bool = True) -> str:
    """A time in Beijing."""
    if value is None:
        return ""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    return aware.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M" if time else "%Y-%m-%d")


def data(value: object) -> Markup:
    """JSON for a <script type=application/json>."""
    return Markup(as_script(value))  # noqa: S704 - as_script leaves no < > &


def web(url: str, *, short: bool = False) -> Markup:
    """An address of the web as a link (`short`: its host), anything else (a file, an odd scheme) as text."""
    try:
        parts = urlsplit(url)
    except ValueError:  # what looks like an address and is none
        return escape(url)
    if parts.scheme not in ("http", "https"):
        return escape(url)
    link = '<a class="out" href="{}" rel="noopener noreferrer nofollow external">{}</a>'
    return Markup(link).format(url, parts.netloc if short else url)  # noqa: S704 - format escapes


def share(part: int, whole: int) -> str:
    """Percent, rounded down: 100 % means all."""
    return f"{100 * part // whole} %" if whole else ""
