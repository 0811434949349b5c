from __future__ import annotations

import codecs

import pytest

from pipelines.carriers.charset import decode, patched

TEXT = "政府信息公开工作年度报告，〇一二㐂"
GBK = "政府信息公开工作年度报告".encode("gbk")


@pytest.mark.parametrize("bom, codec", [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le")])
def test_a_bom_decides(bom: bytes, codec: str) -> None:
    text, encoding = decode(bom + TEXT.encode(codec), "gbk")
    assert text == TEXT
    assert encoding in codec or codec.startswith(encoding)


def test_valid_utf8_is_utf8_whatever_the_labels_say() -> None:
    page = f'<meta charset="gb2312">{TEXT}'
    assert decode(page.encode(), "ISO-8859-1") == (page, "utf-8")


@pytest.mark.parametrize("label", ["gb2312", "GBK", "gb18030", "x-gbk", "utf-8", "iso-8859-1", "nonsense"])
def test_gbk_bytes_are_read_whatever_the_meta_says(label: str) -> None:
    head = f'<meta http-equiv=Content-Type content="text/html; charset={label}">'.encode()
    text, encoding = decode(head + TEXT.encode("gb18030"), "ISO-8859-1")
    assert text.endswith(TEXT)
    assert encoding == "gb18030"


def test_an_unlabelled_short_gbk_page_is_chinese_not_korean() -> None:
    assert decode(GBK) == ("政府信息公开工作年度报告", "gb18030")


def test_the_header_speaks_where_the_page_is_silent() -> None:
    body = "年度報告".encode("big5")
    assert decode(body, "big5") == ("年度報告", "big5")
    assert decode(b'<meta charset="gbk">' + GBK, "big5")[1] == "gb18030"


def test_a_page_cut_within_a_character_stays_utf8() -> None:
    body = (TEXT * 20).encode()[:-1] + b"<p>" + TEXT.encode()
    text, encoding = decode(body, "gbk")
    assert encoding == "utf-8"
    assert text.endswith(TEXT)
    assert text.count("\ufffd") == 1


def test_a_codec_that_is_no_text_encoding_is_ignored() -> None:
    assert decode(b'<meta charset="hex">' + GBK)[1] == "gb18030"


PROSE = "一、总体情况，2024年本机关主动公开政府信息。二、主动公开政府信息情况" * 5


@pytest.mark.parametrize(
    "body",
    [
        PROSE.encode() + PROSE.encode("gb18030"),
        PROSE.encode("gb18030") + PROSE.encode(),
        (PROSE + PROSE.encode().decode("gb18030", "ignore")).encode(),  # misread before it was stored
    ],
)
def test_a_page_of_two_encodings_is_known_as_one(body: bytes) -> None:
    assert patched(decode(body)[0])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
def test_a_page_of_one_encoding_is_whole(codec: str) -> None:
    torn = (PROSE + TEXT).encode(codec)
    assert not patched(decode(torn)[0])
    assert not patched("联通移动电信广电联通联通联通")  # two of its bytes once fooled an editor
    assert not patched("")
