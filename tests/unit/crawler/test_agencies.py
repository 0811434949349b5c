from __future__ import annotations

import pytest

from crawler.agencies import AgencyFilter, is_code
from crawler.registry import Agency

ZJJ = Agency(code="11371002004360724B", name="威海市环翠区住房和城乡建设局", aliases=("区住建局",))
XFJ = Agency(code="11371002565229128G", name="威海市环翠区信访局")


def test_everyone_is_taken_when_nobody_is_wanted() -> None:
    nobody = AgencyFilter(None, (ZJJ,))
    assert nobody.takes("某局") and nobody.takes(None, "x") and nobody.takes(None)


@pytest.mark.parametrize(
    "wanted", ["住房和城乡建设局", "威海市环翠区住房和城乡建设局", "区住建局", "11371002004360724B"]
)
def test_by_name_alias_or_code(wanted: str) -> None:
    one = AgencyFilter(wanted, (ZJJ, XFJ))
    assert one.takes("威海市环翠区住房和城乡建设局")
    assert one.takes("", "11371002004360724B")
    assert one.takes("环翠区住房和城乡建设局", "11371002004360724B")
    assert not one.takes("威海市环翠区信访局", "11371002565229128G")
    assert not one.takes("威海市环翠区信访局")
    assert not one.takes("", "11371002565229128G")


def test_the_usual_abbreviations() -> None:
    short = AgencyFilter("住建局")
    assert short.takes("威海市环翠区住房和城乡建设局", "11371002004360724B")
    assert not short.takes("威海市环翠区信访局", "11371002565229128G")
    assert AgencyFilter("环翠区发展和改革局").takes("环翠区发改局")


def test_what_names_no_agency_may_be_the_one() -> None:
    assert AgencyFilter("信访局").takes(None)
    assert AgencyFilter("信访局").takes("", "11371002565229128G")  # a code without a name, and none is known


def test_a_code_learns_its_name_and_a_name_its_code() -> None:
    by_code = AgencyFilter("11371002565229128G")
    assert by_code.takes("蔄山镇人民政府")  # nothing tells yet whose code it is
    assert by_code.takes("威海市环翠区信访局", "11371002565229128G")
    assert by_code.takes("环翠区信访局") and not by_code.takes("蔄山镇人民政府")
    by_name = AgencyFilter("信访局")
    assert by_name.takes("威海市环翠区信访局", "11371002565229128G")
    assert by_name.takes("", "11371002565229128G") and not by_name.takes("", "11371002004360724B")


@pytest.mark.parametrize(
    ("text", "code"), [("11371002565229128G", True), ("001008004005097", True), ("信访局", False)]
)
def test_is_code(text: str, code: bool) -> None:
    assert is_code(text) is code
