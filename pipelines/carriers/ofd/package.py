"""The parts of an OFD file (GB/T 33190-2016): documents, pages, templates, shared graphics."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers.limits import MAX_PAGES
from pipelines.carriers.ooxml import Package, child, local
from pipelines.document import CarrierError

_ENTRY = "OFD.xml"
Numbers = tuple[float, ...]


@dataclass(slots=True)
class OfdPage:
    """A page: its box in mm (x, y, width, height), and the contents drawn on it, the lowest first."""

    box: Numbers
    contents: list[etree._Element]


@dataclass(slots=True)
class OfdDocument:
    """`units` are the graphics that pages share, by their id."""

    title: str | None
    pages: list[OfdPage] = field(default_factory=list)
    units: dict[str, etree._Element] = field(default_factory=dict)


def open_ofd(body: bytes) -> list[OfdDocument]:
    """All documents of the file. Raises CarrierError: corrupt, encrypted, too_large, too_complex."""
    package = Package(body)
    root = package.xml(_ENTRY)
    bodies = [] if root is None else [entry for entry in root if local(entry) == "DocBody"]
    documents = [_document(package, entry) for entry in bodies]
    if not documents:
        raise CarrierError("corrupt", "the OFD file names no document; fetch it again")
    pages = sum(len(document.pages) for document in documents)
    if pages > MAX_PAGES:
        raise CarrierError(
            "too_complex", f"the OFD file has {pages} pages, more than the {MAX_PAGES} that are read"
        )
    return documents


def numbers(text: str | None) -> Numbers:
    """A list of numbers as the format writes it; () where it is none."""
    try:
        found = tuple(float(piece) for piece in (text or "").split())
    except ValueError:
        return ()
    return found if all(abs(value) < 1e6 for value in found) else ()  # neither endless nor not a number


def given(element: etree._Element, name: str, count: int, default: Numbers | None = None) -> Numbers:
    """The numbers of an attribute. Without it the default; raises CarrierError("corrupt") if there is none,
    or if they are not as many numbers: a mark in an unknown place may be missing in any cell."""
    text = element.get(name)
    if text is None and default is not None:
        return default
    found = numbers(text)
    if len(found) != count:
        raise CarrierError("corrupt", f"a page has an object whose {name} is {text!r}; fetch the file again")
    return found


def _document(package: Package, entry: etree._Element) -> OfdDocument:
    info, path = child(entry, "DocInfo"), _location(_ENTRY, child(entry, "DocRoot"))
    title = None if info is None else child(info, "Title")
    document = OfdDocument(None if title is None else (title.text or "").strip() or None)
    root = None if path is None else package.xml(path)
    if path is None or root is None:
        raise CarrierError("corrupt", "the OFD file lacks its document; fetch it again")
    common, pages = child(root, "CommonData"), child(root, "Pages")
    listed = [] if pages is None else [page for page in pages if local(page) == "Page"]
    if len(listed) > MAX_PAGES:
        message = f"the OFD file has {len(listed)} pages, more than the {MAX_PAGES} that are read"
        raise CarrierError("too_complex", message)
    templates: dict[str, str] = {}
    box: Numbers = ()
    for part in () if common is None else common:
        if local(part) == "PageArea":
            box = _box(part)
        elif local(part) == "TemplatePage":
            templates[part.get("ID") or ""] = _path(path, part.get("BaseLoc") or "")
        elif local(part) in ("PublicRes", "DocumentRes"):
            document.units |= _units(package, _location(path, part))
    for page in listed:
        document.pages.append(_page(package, _path(path, page.get("BaseLoc") or ""), box, templates))
    return document


def _page(package: Package, path: str, box: Numbers, templates: dict[str, str]) -> OfdPage:
    root = package.xml(path)
    if root is None:
        raise CarrierError("corrupt", f"the OFD file lacks its page {path[:80]}; fetch it again")
    area = child(root, "Area")
    contents = [child(root, "Content")]
    for used in (entry for entry in root if local(entry) == "Template"):
        path = templates.get(used.get("TemplateID") or "", "")
        template = package.xml(path) if path else None
        content = None if template is None else child(template, "Content")
        contents.insert(len(contents) if used.get("ZOrder") == "Foreground" else 0, content)
    own = () if area is None else _box(area)
    return OfdPage(own or box, [content for content in contents if content is not None])


def _units(package: Package, path: str | None) -> dict[str, etree._Element]:
    root = package.xml(path) if path else None
    found = {}
    for group in () if root is None else root:
        if local(group) == "CompositeGraphicUnits":
            found.update({unit.get("ID") or "": unit for unit in group})
    return found


def _box(area: etree._Element) -> Numbers:
    """The page as it is shown: what an application prefers, else the paper."""
    for name in ("ApplicationBox", "PhysicalBox"):
        element = child(area, name)
        found = () if element is None else numbers(element.text)
        if len(found) == 4:
            return found
    return ()


def _location(base: str, element: etree._Element | None) -> str | None:
    return (
        None if element is None or not (element.text or "").strip() else _path(base, (element.text or "").strip())
    )


def _path(base: str, location: str) -> str:
    """A location within the package: from its root, or from the part that names it."""
    if location.startswith("/"):
        return posixpath.normpath(location.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), location))


def children(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Each child with its name."""
    for inner in element:
        yield local(inner), inner
