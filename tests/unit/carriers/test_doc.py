from __future__ import annotations

import random

import pytest

from pipelines.carriers import CarrierError, read_document
from tests.unit.carriers.make_fixtures import DATA

BODY = (DATA / "writer.doc").read_bytes()


def test_carrier_and_type() -> None:
    ((_, document),) = read_document(BODY)
    assert (document.carrier, document.media_type) == ("doc", "application/msword")
    assert document.notes == []


def survives(body: bytes) -> None:
    try:
        ((_, document),) = read_document(body)
    except CarrierError as error:
        assert error.reason in (
            "corrupt",
            "encrypted",
            "unsupported",
            "no_text",
            "too_complex",
            "empty",
            "too_large",
        )
        assert "\n" not in str(error)
    else:
        assert document.blocks


@pytest.mark.parametrize("share", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_torn_file_ends_with_a_reason(share: float) -> None:
    survives(BODY[: int(len(BODY) * share)])


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_never_crashes(seed: int) -> None:
    dice = random.Random(seed)
    damaged = bytearray(BODY)
    for _ in range(200):
        damaged[dice.randrange(512, len(damaged))] = dice.randrange(256)
    survives(bytes(damaged))


def test_an_encrypted_file_says_so() -> None:
    body = bytearray(BODY)
    start = body.index(b"\xec\xa5")  # the FIB of the WordDocument stream; bit 8 of its flags means encrypted
    body[start + 11] |= 0x01
    with pytest.raises(CarrierError) as caught:
        read_document(bytes(body))
    assert caught.value.reason in ("encrypted", "corrupt")
