from __future__ import annotations

import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.identity.text import compact, normalise, simplified


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("２０２４年　政府\u200b信息\ufeff公开", "2024年 政府信息公开"),
        ("政府信息公開工作年度報(bào)告", "政府信息公开工作年度报告"),
        ("級(jí)別 (pdf)", "级别 (pdf)"),
        ("附件【年度报告.pdf】", "附件 年度报告.pdf"),
        ("中华人⺠共和国", "中华人民共和国"),
        ("⼯作", "工作"),
        ("甲\r\n\r\n 乙", "甲\n乙"),
    ],
)
def test_normalise(printed: str, plain: str) -> None:
    assert normalise(printed) == plain


@pytest.mark.parametrize(
    "name", ["壶镇镇", "人民政府政府信息公开", "蔄山镇", "於潜镇", "硚口区", "濛阳街道", "乾安县", "栟茶镇"]
)
def test_names_stay_as_they_are(name: str) -> None:
    assert compact(name) == name


def test_names_stay_among_traditional_characters() -> None:
    assert compact("蔄山鎮人民政府") == "蔄山镇人民政府"
    assert compact("壺鎮鎮") == "壶镇镇"


@given(st.text())
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    assert not any(char.isspace() for char in compact(text))


def test_conversion_from_many_threads() -> None:
    wrong: list[str] = []

    def work() -> None:
        wrong.extend(text for _ in range(500) if (text := simplified("壺鎮鎮報告公開")) != "壶镇镇报告公开")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_conversion_in_other_processes() -> None:
    simplified("報告")
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert list(pool.map(simplified, ["政務公開", "年報"])) == ["政务公开", "年报"]
