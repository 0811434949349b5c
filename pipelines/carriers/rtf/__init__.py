"""RTF files, as Word, WPS and LibreOffice write them; often called .doc."""

from __future__ import annotations

from pipelines.carriers.rtf.reader import RtfReader
from pipelines.carriers.source import Source
from pipelines.document import CarrierError, Document


def read(source: Source) -> Document:
    """The document; raises CarrierError: too_complex, no_text.

    Notes: "truncated" and "trailing_data" for damaged files, "pictures", "embedded" for what was not read.
    """
    reader = RtfReader(source.body)
    document = Document("rtf", source.media_type, blocks=reader.blocks(), title=reader.title, notes=reader.notes)
    if reader.pictures:
        message = f"the file shows {reader.pictures} pictures; text in them was not read"
        document.notes.append(("pictures", message))
    if reader.embedded:
        message = f"the file embeds {reader.embedded} other documents; they were not read"
        document.notes.append(("embedded", message))
    if not document.blocks:
        raise CarrierError("no_text", "the RTF file holds no text, perhaps only pictures of pages; it needs OCR")
    return document
