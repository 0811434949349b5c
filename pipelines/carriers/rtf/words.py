"""Control words of RTF 1.9.1 by what becomes of their groups, and those that print a character."""

from __future__ import annotations

# Groups whose content is not printed, or printed elsewhere.
SKIPPED = frozenset(
    """annotation atnid atnauthor author bkmkend bkmkstart colortbl comment filetbl fldinst footer footerf footerl
    footerr footnote ftncn ftnsep ftnsepc header headerf headerl headerr keywords listtable listoverridetable
    nonesttables nonshppict objdata revtbl shprslt sn sp stylesheet subject sv tc xe""".split()  # noqa: SIM905
)
# Starred groups, which a reader may leave out, that are printed all the same.
STARRED = frozenset(("shpinst", "shptxt", "ud", "nesttableprops", "shpgrp", "do", "dptxbxtext"))
BOXES = frozenset(("shptxt", "dptxbxtext"))
PICTURES = frozenset(("pict", "shppict"))
LABELS = frozenset(("listtext", "pntext"))
PRINTED = {
    "tab": "\t", "line": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "softline": "\n",
}  # fmt: skip
SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}", "\t": "\t"}
