"""The recogniser: PP-OCRv6 small, from the wheel of rapidocr, run by ONNX Runtime.

Loaded on first use, once a process. Nothing is ever fetched: a model that is not in the wheel is an error.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pipelines.carriers.ocr.ink import Picture
from pipelines.document import CarrierError

# since 1.31 onnxruntime reports home unless told otherwise before its import; nothing leaves this machine
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

THREADS = 1  # readers share their machine: a second thread for each costs 15 % more work in all
_DETECTOR = "PP-OCRv6_det_small.onnx"
_RECOGNISER = "PP-OCRv6_rec_small.onnx"
_HEIGHT = 48  # pixels of a line, as the recogniser was trained
_ROOM = 96  # pixels: the narrowest line; it reads characters worse that fill their picture
_STEP = 8  # pixels of width that make one step of its answer
_BATCH_PIXELS = 48 * 800  # of the lines that are recognised at once: more are slower, and take more memory
_LARGEST = 2000  # pixels of the longer side of a picture in which text is looked for
_BLANK = 0

Answer = npt.NDArray[np.float32]  # [steps, alphabet]: a probability for each character


@dataclass(frozen=True, slots=True)
class Text:
    """A recognised line: `odds[i]` is the probability (0–1) of `text[i]`."""

    text: str
    odds: tuple[float, ...]

    @property
    def lowest(self) -> float:
        return min(self.odds, default=0.0)

    @property
    def mean(self) -> float:
        return sum(self.odds) / len(self.odds) if self.odds else 0.0


@dataclass(frozen=True, slots=True)
class _Recogniser:
    session: Any
    alphabet: list[str]
    codes: dict[str, int]


def name() -> str:
    """The models and the programs that run them, for the record."""
    return (
        f"{Path(_DETECTOR).stem}, {Path(_RECOGNISER).stem} "
        f"(rapidocr {version('rapidocr')}, onnxruntime {version('onnxruntime')})"
    )


def recognise(lines: Sequence[Picture], alphabet: str | None = None) -> list[Text]:
    """The text of pictures of one line each, in their order; with an `alphabet`, of no other characters."""
    scaled = [_scaled(line) for line in lines]
    order = sorted(range(len(scaled)), key=lambda index: scaled[index].shape[1])
    found: list[Text] = [Text("", ())] * len(lines)
    for batch in _batches(order, scaled):
        answers = _ask([scaled[index] for index in batch])
        for index, answer in zip(batch, answers, strict=True):
            found[index] = _decode(answer[: -(-scaled[index].shape[1] // _STEP)], alphabet)
    return found


def find_lines(picture: Picture) -> list[npt.NDArray[np.float32]]:
    """Where text stands, as quadrilaterals [4 corners, x and y] in pixels, in no order."""
    colour = cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR)
    result = _detector()(colour, use_det=True, use_cls=False, use_rec=False)
    return [] if result.boxes is None else [np.asarray(box, np.float32) for box in result.boxes]


def release() -> None:
    """Give memory back that recognising has left free: glibc would keep what the largest page took."""
    with contextlib.suppress(OSError, AttributeError):  # another libc
        ctypes.CDLL(None).malloc_trim(0)


def _batches(order: Sequence[int], scaled: Sequence[Picture]) -> Iterable[list[int]]:
    """Pictures of like width together, so that little is padding."""
    batch: list[int] = []
    for index in order:
        if batch and (len(batch) + 1) * scaled[index].size > _BATCH_PIXELS:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _scaled(line: Picture) -> Picture:
    height, width = line.shape
    return cv2.resize(line, (max(round(width * _HEIGHT / height), 4), _HEIGHT), interpolation=cv2.INTER_CUBIC)


def _ask(lines: Sequence[Picture]) -> Answer:
    model = _recogniser()
    width = max(_ROOM, *(line.shape[1] for line in lines))
    batch = np.zeros((len(lines), 3, _HEIGHT, width), np.float32)
    for place, line in zip(batch, lines, strict=True):
        place[:, :, : line.shape[1]] = line.astype(np.float32) / 127.5 - 1.0
    answers: Answer = model.session.run(None, {model.session.get_inputs()[0].name: batch})[0]
    return answers


def _decode(answer: Answer, alphabet: str | None) -> Text:
    """Greedy CTC: repeated characters are one, blanks part them."""
    model = _recogniser()
    if alphabet is None:
        codes = np.arange(answer.shape[1])
    else:
        codes = np.array([_BLANK, *(model.codes[character] for character in alphabet)])
        answer = answer[:, codes]
        answer = answer / np.maximum(answer.sum(axis=1, keepdims=True), 1e-9)
    best = answer.argmax(axis=1)
    text: list[str] = []
    odds: list[float] = []
    last = _BLANK
    for step, place in enumerate(best.tolist()):
        if place != _BLANK and place == last:
            odds[-1] = max(odds[-1], float(answer[step, place]))
        elif place != _BLANK:
            text.append(model.alphabet[int(codes[place])])
            odds.append(float(answer[step, place]))
        last = place
    return Text("".join(text), tuple(odds))


def _model(file: str) -> str:
    spec = find_spec("rapidocr")
    path = Path(str(spec.origin)).parent / "models" / file if spec else Path(file)
    if not path.is_file():
        raise CarrierError("no_ocr", f"the package rapidocr lacks its model {file}; run `make setup` again")
    return str(path)


@cache
def _recogniser() -> _Recogniser:
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = THREADS
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # other workers want the cores
    options.enable_cpu_mem_arena = False  # it would keep the memory of the largest page for good
    options.log_severity_level = 4
    session = InferenceSession(_model(_RECOGNISER), options, providers=["CPUExecutionProvider"])
    characters = session.get_modelmeta().custom_metadata_map["character"].splitlines()
    alphabet = ["", *characters, " "]
    return _Recogniser(session, alphabet, {character: code for code, character in enumerate(alphabet)})


@cache
def _detector() -> Any:
    logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_rec": False,
            "Global.width_height_ratio": -1,  # no padding of flat pictures
            "Det.model_path": _model(_DETECTOR),
            "Det.limit_type": "max",  # pictures come in the size in which they are to be looked at
            "Det.limit_side_len": _LARGEST,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )
