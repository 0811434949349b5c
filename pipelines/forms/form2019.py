"""The form of 国办公开办函〔2019〕60号, report years 2019 and 2020, and some later ones.

Sections 三 and 四 are those of 2021, but for （六）其他处理, which is a single row. Section 二 has 22
numbers of its own: 本年增/减 is signed, and 采购总金额 has no unit but the one an office chose to print.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.document import Document
from pipelines.forms import form2021
from pipelines.forms.result import FormResult
from pipelines.forms.sections import Line


def read(document: Document, lines: Sequence[Line]) -> FormResult:
    """Read all tables and chapters; the labels of section 二 are those of this form."""
    return form2021.read(document, lines, "2019")
