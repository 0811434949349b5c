"""Spreadsheets: each visible sheet as it is shown, numbers exactly as they are stored."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.carriers import media
from pipelines.carriers.sheet.model import Sheet, sheet_blocks
from pipelines.carriers.source import Source
from pipelines.carriers.tables import SlotBudget
from pipelines.document import CarrierError, Document


def read(source: Source) -> Document:
    """The document; raises CarrierError: corrupt, encrypted, too_large, too_complex, no_text.

    Notes: "hidden_sheet" and "hidden_cells" for what nobody sees and what was therefore left out.
    """
    document = Document("sheet", source.media_type)
    budget = SlotBudget()
    for sheet in _reader(source.media_type)(source.body):
        if not sheet.hidden:
            document.blocks += sheet_blocks(sheet, budget)
        elif sheet.texts:
            message = f"the sheet {sheet.name} is hidden and was left out"
            document.notes.append(("hidden_sheet", message))
        document.notes += sheet.notes
    if not document.blocks:
        raise CarrierError("no_text", "the workbook shows no filled cell; fetch it again")
    return document


def _reader(media_type: str) -> Callable[[bytes], list[Sheet]]:
    """Imported on first use: most files need one of them."""
    if media_type == media.XLS:
        from pipelines.carriers.sheet.xls import read_xls

        return read_xls
    if media_type == media.XLSX:
        from pipelines.carriers.sheet.xlsx import read_xlsx

        return read_xlsx
    if media_type == media.SHEET_XML:
        from pipelines.carriers.sheet.xml2003 import read_sheet_xml

        return read_sheet_xml
    from pipelines.carriers.sheet.ods import read_ods

    return lambda body: read_ods(body, media_type)
