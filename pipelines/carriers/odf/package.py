"""An OpenDocument file: its content and styles, from a package or from one flat XML file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from pipelines.carriers import media
from pipelines.carriers.ooxml import Package, attribute, child, local
from pipelines.carriers.safexml import parse_xml
from pipelines.document import CarrierError

_FLAT = frozenset((media.FODT, media.FODS))
_MAX_PARENTS = 50


@dataclass(slots=True)
class OpenDocument:
    """The document: `body` is what office:body holds; `roots` are the XML roots, for their styles."""

    body: etree._Element
    title: str | None
    roots: list[etree._Element] = field(default_factory=list)

    def styled(self, *names: str) -> Iterator[etree._Element]:
        """All elements of these names in the styles, those of the document itself last."""
        for root in self.roots:
            for group in root:
                if local(group) in ("styles", "automatic-styles"):
                    yield from (entry for entry in group if local(entry) in names)


def open_document(body: bytes, media_type: str) -> OpenDocument:
    """Raises CarrierError: corrupt, encrypted, too_large."""
    if media_type in _FLAT:
        root = parse_xml(body, "the document")
        return OpenDocument(_body(root), _title(root), [root])
    package = Package(body)
    _refuse_encrypted(package)
    content, styles, meta = (package.xml(f"{name}.xml") for name in ("content", "styles", "meta"))
    if content is None:
        raise CarrierError("corrupt", "the package holds no content; fetch the file again")
    roots = [content] if styles is None else [styles, content]
    return OpenDocument(_body(content), None if meta is None else _title(meta), roots)


def _refuse_encrypted(package: Package) -> None:
    manifest = package.read("META-INF/manifest.xml") or b""
    if b"encryption-data" in manifest or "encrypted-package" in package.names:
        raise CarrierError("encrypted", "the document is protected by a password; ask for an open copy")


def _body(root: etree._Element) -> etree._Element:
    found = child(root, "body")
    inner = None if found is None else next(iter(found), None)
    if inner is None:
        raise CarrierError("corrupt", "the document has no body; fetch the file again")
    return inner


def _title(root: etree._Element) -> str | None:
    """dc:title, which stands in office:meta."""
    head = child(root, "meta")
    element = None if head is None else child(head, "title")
    return None if element is None else (element.text or "").strip() or None


class StyleProperties:
    """Properties of the styles of one family, inherited from their parents."""

    def __init__(self, document: OpenDocument, family: str) -> None:
        entries = [entry for entry in document.styled("style") if attribute(entry, "family") == family]
        self._styles = {attribute(entry, "name") or "": entry for entry in entries}

    def get(self, style: str | None, name: str) -> str | None:
        """The value of a property such as `display` or `border` under a style; None where it is not set."""
        for _ in range(_MAX_PARENTS):
            entry = self._styles.get(style or "")
            if entry is None:
                return None
            for properties in entry:
                value = attribute(properties, name)
                if value is not None:
                    return value
            style = attribute(entry, "parent-style-name")
        return None


def repeated(element: etree._Element, name: str, most: int) -> int:
    """A count attribute such as number-columns-repeated, at least 1 and at most `most`."""
    text = attribute(element, name)
    return min(max(int(text), 1), most) if text and text.isdecimal() and text.isascii() and len(text) < 12 else 1
