"""Social-credit codes (GB 32100-2015)."""

from __future__ import annotations

import pytest

from crawler.credit_code import check_character, is_credit_code

# Codes of agencies of Weihai, as printed in the addresses of their reports (PORTALS.md §1.2).
REAL = [
    "11371002565229128G",
    "11371002004360724B",
    "1137100200436109XF",
    "1137100000435982XT",
    "113710820043628502",
    "11371082004339319Q",
    "12371000494431029M",
]


@pytest.mark.parametrize("code", REAL)
def test_real_codes(code: str) -> None:
    assert is_credit_code(code)
    assert check_character(code) == code[-1]


@pytest.mark.parametrize("code", REAL)
def test_every_slip_of_one_character_is_noticed(code: str) -> None:
    for place in range(18):
        other = "2" if code[place] != "2" else "3"
        assert not is_credit_code(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(
    "code", ["", "11371002565229128", "11371002565229128GG", "1137100256522912OG", "１1371002565229128G"]
)
def test_what_is_no_code(code: str) -> None:
    assert not is_credit_code(code)
