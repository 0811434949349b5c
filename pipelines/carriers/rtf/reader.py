"""RTF tokens → blocks: paragraphs, tables within tables, text boxes; nothing hidden, deleted or off the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pipelines.carriers.limits import MAX_BLOCKS, MAX_TABLE_DEPTH
from pipelines.carriers.numerals import printed_label
from pipelines.carriers.rtf.fonts import UNKNOWN, Fonts
from pipelines.carriers.rtf.tables import Table
from pipelines.carriers.rtf.tokens import Token, Tokens
from pipelines.carriers.rtf.words import BOXES, LABELS, PICTURES, PRINTED, SKIPPED, STARRED, SYMBOLS
from pipelines.carriers.tables import SlotBudget
from pipelines.document import Block, CarrierError, Paragraph

_MAX_GROUPS = 10_000  # within each other
_EDGES = " \t\u3000\xa0"


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it. `sink` says where text goes."""

    sink: str = "story"  # story, title, fonts, none, or silent, which lasts to the end of the group
    font: int = 0
    unicode_skip: int = 1
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    depth: int = 0  # \\itap
    label: int | None = None  # pieces of the line before a list's label
    box: bool = False


@dataclass(slots=True)
class _Story:
    """A run of paragraphs and tables: the document's, or a text box's."""

    budget: SlotBudget
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)  # open ones, the outermost first
    pieces: list[str] = field(default_factory=list)
    aside: list[Block] = field(default_factory=list)  # text boxes of the paragraph
    row_open: bool = False

    def at(self, depth: int) -> list[Block]:
        """Where blocks go at this depth of tables; tables further in are finished, missing ones opened."""
        while len(self.tables) > depth:
            table = self.tables.pop()
            outer = self.tables[-1].content if self.tables else self.blocks
            outer.extend(table.blocks())
        while len(self.tables) < depth:
            self.tables.append(Table(self.budget))
        return self.tables[-1].content if self.tables else self.blocks

    def end_line(self, depth: int, *, keep_depth: bool = False) -> None:
        """End a paragraph; at `keep_depth` an empty one leaves the open tables alone."""
        lines = [line for line in (piece.strip(_EDGES) for piece in "".join(self.pieces).split("\n")) if line]
        self.pieces.clear()
        if not (lines or self.aside) and keep_depth:
            return
        content = self.at(depth)
        content += [Paragraph(line) for line in lines]
        content += self.aside
        self.aside = []
        if len(content) > MAX_BLOCKS:
            raise CarrierError("too_complex", f"the file has more than {MAX_BLOCKS} paragraphs")


class RtfReader:
    """One reading of a file; the results are `blocks()`, `title`, `pictures`, `embedded` and `notes`."""

    def __init__(self, body: bytes) -> None:
        self.tokens = Tokens(body)
        self.fonts = Fonts(raw_utf8=self.tokens.raw_utf8)
        self.title: str | None = None
        self.pictures = 0
        self.embedded = 0
        self.notes: list[tuple[str, str]] = []
        self._titles: list[str] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._stories = [_Story(SlotBudget())]
        self._bytes = bytearray()  # text of one encoding that is not decoded yet
        self._to_skip = 0  # characters that stand for a \\u before them
        self._high: int | None = None  # first half of a character beyond U+FFFF
        self._fresh = False  # the group has just begun: its first word says what it is
        self._starred = False
        self._default_font = 0

    def blocks(self) -> list[Block]:
        """Read everything. Raises CarrierError("too_complex")."""
        for token in self.tokens:
            self._read(token)
            if token.kind == "close" and not self._stack:
                break
        self._flush()
        if self._stack:
            self.notes.append(("truncated", "the file ends before its last group is closed; is it complete?"))
        elif self.tokens.rest.strip(b"\0 \r\n\t}"):
            self.notes.append(("trailing_data", "the file goes on behind its end; what follows was not read"))
        while len(self._stories) > 1:
            self._end_box()
        story = self._stories[0]
        story.end_line(self._depth(), keep_depth=True)
        self.title = "".join(self._titles).strip() or None
        return story.at(0)

    # --- tokens ------------------------------------------------------------------------------------------

    def _read(self, token: Token) -> None:
        match token.kind:
            case "open":
                self._open()
            case "close":
                self._close()
            case "word":
                self._word(token.name, token.value)
            case "symbol":
                self._symbol(token.name)
            case _:
                self._data(token.data)

    def _open(self) -> None:
        self._to_skip = 0
        if len(self._stack) >= _MAX_GROUPS:
            raise CarrierError("too_complex", f"the file nests more than {_MAX_GROUPS} groups in each other")
        self._stack.append(self._state)
        self._state = replace(self._state, label=None, box=False)
        self._fresh, self._starred = True, False

    def _close(self) -> None:
        self._flush()
        self._to_skip = 0
        self._fresh = False
        if self._state.label is not None:
            self._end_label(self._state.label)
        if self._state.box:
            self._end_box()
        if self._stack:
            self._state = self._stack.pop()

    def _skip_group(self) -> None:
        self.tokens.skip_group()
        self._state = self._stack.pop() if self._stack else _State()

    def _word(self, name: str, value: int | None) -> None:
        fresh, starred = self._fresh, self._starred
        self._fresh = self._starred = False
        if fresh and self._is_destination(name, starred):
            return
        if self._to_skip and name != "u":
            self._to_skip -= 1
            return
        self._flush()
        action = _ACTIONS.get(name)
        if action is not None:
            action(self, value)
        elif name in PRINTED:
            self._print(PRINTED[name])

    def _is_destination(self, name: str, starred: bool) -> bool:
        """Does the group's first word decide what becomes of the group?"""
        state = self._state
        if name in PICTURES:
            self.pictures += 1
        if name == "object":
            self.embedded += 1
        if name == "upr":  # the same text twice: plain, then in Unicode
            state.sink = "silent"
        elif name == "ud":
            state.sink = self._stack[-2].sink if len(self._stack) > 1 else "story"
        elif name in SKIPPED or name in PICTURES or (starred and name not in STARRED):
            self._skip_group()
        elif name == "fonttbl":
            state.sink = "fonts"
        elif name in ("info", "title") and state.sink != "silent":
            state.sink = "none" if name == "info" else "title"
        elif name in LABELS:
            self._flush()
            state.label = len(self._stories[-1].pieces)
        elif name in BOXES:
            self._begin_box()
        else:
            return False
        return True

    def _symbol(self, name: str) -> None:
        if name == "*":
            self._starred = self._fresh
            return
        self._fresh = False
        if self._to_skip:
            self._to_skip -= 1
        elif name in ("\n", "\r"):
            self._flush()
            self.paragraph(None)
        elif name in "\\{}":
            self._bytes += name.encode("ascii")  # may be the second half of a double-byte character
        elif name in SYMBOLS:
            self._flush()
            self._print(SYMBOLS[name])

    def _data(self, data: bytes) -> None:
        self._fresh = False
        if self._to_skip:
            skipped = min(self._to_skip, len(data))
            self._to_skip -= skipped
            data = data[skipped:]
        self._bytes += data

    def _flush(self) -> None:
        if self._bytes:
            text = self.fonts.decode(bytes(self._bytes), self._state.font)
            self._bytes.clear()
            self._print(text)

    def _print(self, text: str) -> None:
        state = self._state
        if state.sink == "title":
            self._titles.append(text)
        elif state.sink == "story" and not (state.hidden or state.deleted):
            self._stories[-1].pieces.append(text)

    # --- lists and boxes ---------------------------------------------------------------------------------

    def _end_label(self, start: int) -> None:
        """The number of a list stands before its paragraph."""
        pieces = self._stories[-1].pieces
        label = printed_label("".join(pieces[start:]))
        del pieces[start:]
        if label:
            pieces.append(label)

    def _begin_box(self) -> None:
        self._flush()
        if len(self._stories) > MAX_TABLE_DEPTH:
            raise CarrierError("too_complex", f"the file nests more than {MAX_TABLE_DEPTH} text boxes")
        self._stories.append(_Story(self._stories[-1].budget))
        state = self._state
        state.box, state.sink, state.in_table, state.depth = True, "story", False, 0

    def _end_box(self) -> None:
        story = self._stories.pop()
        story.end_line(0, keep_depth=True)
        self._stories[-1].aside += story.at(0)

    # --- control words -----------------------------------------------------------------------------------

    def _depth(self) -> int:
        """In how many tables the current paragraph stands."""
        state = self._state
        if state.depth > 1:
            return state.depth
        return 1 if state.in_table or state.depth or self._stories[-1].row_open else 0

    def paragraph(self, value: int | None) -> None:
        if self._state.sink == "story":
            self._stories[-1].end_line(self._depth())

    def unicode(self, value: int | None) -> None:
        code = (value or 0) & 0xFFFF
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high is not None:
                self._print(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = None
        elif 0xE000 <= code < 0xF900:  # private use: 0xF0xx are the codes of symbol fonts
            self._print(chr(code - 0xF000) if 0xF020 <= code < 0xF07F else UNKNOWN)
        elif code:
            self._print(chr(code))
        self._to_skip = self._state.unicode_skip

    def plain(self, value: int | None) -> None:
        state = self._state
        state.font, state.hidden, state.deleted = self._default_font, False, False

    def paragraph_default(self, value: int | None) -> None:
        self._state.in_table, self._state.depth = False, 0

    def font(self, value: int | None) -> None:
        self._state.font = value or 0

    def default_font(self, value: int | None) -> None:
        self._default_font = self._state.font = value or 0

    def charset(self, value: int | None) -> None:
        if self._state.sink == "fonts":
            self.fonts.charsets[self._state.font] = value or 0

    def code_page(self, value: int | None) -> None:
        self.fonts.code_page = value or 1252

    def skip_count(self, value: int | None) -> None:
        self._state.unicode_skip = min(max(1 if value is None else value, 0), 100)

    def hide(self, value: int | None) -> None:
        self._state.hidden = value != 0

    def delete(self, value: int | None) -> None:
        self._state.deleted = value != 0

    def in_table(self, value: int | None) -> None:
        self._state.in_table = value != 0

    def table_depth(self, value: int | None) -> None:
        if (value or 0) > MAX_TABLE_DEPTH:
            raise CarrierError("too_complex", f"the file nests more than {MAX_TABLE_DEPTH} tables in each other")
        self._state.depth = max(value or 0, 0)

    def _table(self, depth: int) -> Table:
        story = self._stories[-1]
        if len(story.tables) < depth:
            story.at(depth)
        return story.tables[depth - 1]

    def _row_table(self) -> Table:
        """The table that row properties speak of."""
        return self._table(max(self._state.depth, 1))

    def row_default(self, value: int | None) -> None:
        if self._state.sink == "story":
            story = self._stories[-1]
            if not self._state.in_table and not story.row_open and "".join(story.pieces).strip():
                story.end_line(0)  # a paragraph that the table's beginning ends
            self._row_table().define()
            story.row_open = True

    def row_left(self, value: int | None) -> None:
        self._row_table().left = value or 0

    def cell_edge(self, value: int | None) -> None:
        self._row_table().edge(value or 0)

    def merge_first_below(self, value: int | None) -> None:
        self._row_table().next_shape.goes_on = True

    def merge_above(self, value: int | None) -> None:
        self._row_table().next_shape.from_above = True

    def merge_left(self, value: int | None) -> None:
        self._row_table().next_shape.from_left = True

    def cell(self, value: int | None) -> None:
        self._end_cell(1)

    def nested_cell(self, value: int | None) -> None:
        self._end_cell(max(self._state.depth, 2))

    def _end_cell(self, depth: int) -> None:
        story = self._stories[-1]
        story.end_line(depth)
        story.tables[depth - 1].end_cell()

    def row(self, value: int | None) -> None:
        self._end_row(1)
        self._stories[-1].row_open = False

    def nested_row(self, value: int | None) -> None:
        self._end_row(max(self._state.depth, 2))

    def _end_row(self, depth: int) -> None:
        story = self._stories[-1]
        story.end_line(depth, keep_depth=True)
        if len(story.tables) >= depth:
            story.at(depth)
            story.tables[depth - 1].end_row()


_ACTIONS: dict[str, Callable[[RtfReader, int | None], None]] = {
    "par": RtfReader.paragraph,
    "sect": RtfReader.paragraph,
    "u": RtfReader.unicode,
    "uc": RtfReader.skip_count,
    "plain": RtfReader.plain,
    "pard": RtfReader.paragraph_default,
    "f": RtfReader.font,
    "deff": RtfReader.default_font,
    "fcharset": RtfReader.charset,
    "ansicpg": RtfReader.code_page,
    "v": RtfReader.hide,
    "deleted": RtfReader.delete,
    "intbl": RtfReader.in_table,
    "itap": RtfReader.table_depth,
    "trowd": RtfReader.row_default,
    "trleft": RtfReader.row_left,
    "cellx": RtfReader.cell_edge,
    "clvmgf": RtfReader.merge_first_below,
    "clvmrg": RtfReader.merge_above,
    "clmrg": RtfReader.merge_left,
    "cell": RtfReader.cell,
    "nestcell": RtfReader.nested_cell,
    "row": RtfReader.row,
    "nestrow": RtfReader.nested_row,
}
