"""The one way in which carriers parse XML: no entities, no network, bounded depth."""

from __future__ import annotations

from typing import Any

from lxml import etree

from pipelines.document import CarrierError


def parse_xml(data: bytes, name: str, *, recover: bool = False) -> etree._Element:
    """The root of an XML part, without comments and processing instructions.

    Raises CarrierError("corrupt") where it is no XML, and where it declares entities: no office program
    does, and what an entity stands for would be missing from the text. `recover` forgives broken markup;
    the parser's own limits (256 levels, 10 MB a text) stay. `name` serves messages.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CarrierError("corrupt", f"{name} is not XML ({_first_line(error)}); fetch the file again") from error
    if root is None:  # nothing could be recovered
        raise CarrierError("corrupt", f"{name} is not XML; fetch the file again")
    declared: Any = root.getroottree().docinfo.internalDTD  # the stubs do not know its methods
    if declared is not None and next(declared.iterentities(), None) is not None:
        raise CarrierError("corrupt", f"{name} declares entities, which are never read; ask for a clean copy")
    return root


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
