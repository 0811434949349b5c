"""Zip packages of Office: parts read within bounds, XML without entities or network."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from pipelines.carriers.limits import MAX_BYTES
from pipelines.carriers.safexml import parse_xml
from pipelines.document import CarrierError

_CHUNK = 1024 * 1024


class Package:
    """A zip package in memory. All parts together may inflate to MAX_BYTES and no further."""

    def __init__(self, body: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(body))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise CarrierError("corrupt", f"the package cannot be opened ({error}); fetch it again") from error
        self._left = MAX_BYTES

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, name: str) -> bytes | None:
        """A part's bytes, None if there is no such part. Raises CarrierError: corrupt, too_large, encrypted."""
        pieces: list[bytes] = []
        try:
            with self._zip.open(name) as part:
                while piece := part.read(_CHUNK):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise CarrierError("too_large", f"the package inflates to more than {MAX_BYTES} bytes")
                    pieces.append(piece)
        except KeyError:
            return None
        except RuntimeError as error:  # zipfile's way to say "needs a password"
            raise CarrierError(
                "encrypted", "the package is protected by a password; ask for an open copy"
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise CarrierError("corrupt", f"the part {name} is damaged ({error}); fetch the file again") from error
        return b"".join(pieces)

    def xml(self, name: str) -> etree._Element | None:
        """A part as XML, None if there is no such part. Raises CarrierError("corrupt") where it is none."""
        data = self.read(name)
        if data is None:
            return None
        return parse_xml(data, f"the part {name}")


def local(element: etree._Element) -> str:
    """The name without its namespace: the strict and the transitional one read alike."""
    return str(element.tag).rpartition("}")[2]


def child(parent: etree._Element, name: str) -> etree._Element | None:
    """The first child of this name."""
    return next((element for element in parent if local(element) == name), None)


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute, whatever its namespace."""
    found = (str(value) for key, value in element.items() if str(key).rpartition("}")[2] == name)
    return next(found, None)


def integer(parent: etree._Element | None, name: str, default: int) -> int:
    """The `val` of a child as a number; the default where there is none."""
    element = None if parent is None else child(parent, name)
    value = None if element is None else attribute(element, "val")
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default
