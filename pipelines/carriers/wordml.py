"""Word documents in one XML file: Word 2003 XML, and the flat packages of later versions; often called .doc."""

from __future__ import annotations

from lxml import etree

from pipelines.carriers import media
from pipelines.carriers.docx import read_body, read_parts
from pipelines.carriers.numerals import printed_label
from pipelines.carriers.ooxml import attribute, child, local
from pipelines.carriers.safexml import parse_xml
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document

_WORDML = "http://schemas.microsoft.com/office/word/2003/wordml"
# What the later format calls the same thing.
_RENAMED = {"vmerge": "vMerge", "hmerge": "hMerge", "hlink": "hyperlink"}
_CONTENT = frozenset(("p", "tbl", "tr", "tc", "r", "t", "content"))


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, too_complex, no_text.

    Note "list_numbers" where the file does not say which numbers its lists print.
    """
    root = parse_xml(source.body, "the document")
    document = read_parts(_FlatPackage(root)) if source.media_type == media.FLAT_OPC else _read_2003(root)
    document.media_type = source.media_type
    return document


class _FlatPackage:
    """The parts of a package, written one after the other into one XML file."""

    def __init__(self, root: etree._Element) -> None:
        self._parts = {
            (attribute(part, "name") or "").lstrip("/"): data
            for part in root
            if local(part) == "part" and (data := child(part, "xmlData")) is not None
        }

    def xml(self, name: str) -> etree._Element | None:
        data = self._parts.get(name)
        return None if data is None else next(iter(data), None)


def _read_2003(root: etree._Element) -> Document:
    main = child(root, "body")
    if main is None:
        raise CarrierError("corrupt", "the file holds no Word text; fetch it again")
    labels = _PrintedLabels()
    _modernise(main)
    document = read_body(main, labels, _title(root))
    if labels.missing:
        message = f"the numbers of {labels.missing} list paragraphs are not in the file; they were left out"
        document.notes.append(("list_numbers", message))
    return document


def _title(root: etree._Element) -> str | None:
    properties = child(root, "DocumentProperties")
    element = None if properties is None else child(properties, "Title")
    return None if element is None else (element.text or "").strip() or None


def _modernise(main: etree._Element) -> None:
    """Give elements the later format's names; foreign ones around text (sections, smart tags) are wrappers."""
    for element in main.iter("*"):
        name = local(element)
        if name == "annotation":
            deletion = (attribute(element, "type") or "").endswith("Deletion")
            element.tag = f"{{{_WORDML}}}{'del' if deletion else 'ins'}"
        elif name in _RENAMED:
            element.tag = f"{{{_WORDML}}}{_RENAMED[name]}"
        elif not str(element.tag).startswith(f"{{{_WORDML}}}") and any(
            local(inner) in _CONTENT for inner in element
        ):
            element.tag = f"{{{_WORDML}}}smartTag"


class _PrintedLabels:
    """List numbers, which Word writes beside each paragraph as it prints them."""

    def __init__(self) -> None:
        self.missing = 0

    def label(self, paragraph: etree._Element) -> str:
        properties = child(paragraph, "pPr")
        numbered = None if properties is None else child(properties, "listPr")
        if numbered is None:
            return ""
        printed = child(numbered, "t")
        if printed is None:
            self.missing += 1
            return ""
        return printed_label(attribute(printed, "val") or "")
