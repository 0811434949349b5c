"""Which door is opened next, and which stay closed."""

from __future__ import annotations

from crawler.cms.base import Link
from crawler.discovery.links import DoorSort, door_sort
from crawler.doors import Doors
from crawler.visit import Visit
from pipelines.capture import Hop

HUB = "http://www.x.gov.cn/xxgk/"


def door(name: str, score: int = 3, on: str = HUB) -> Visit:
    return Visit("page", Link(f"http://www.x.gov.cn/{name}/", name), (Hop(on, ""),), depth=1, score=score)


def opened(doors: Doors, *, found: bool = False, fruitful: frozenset[str] = frozenset()) -> list[str]:
    names = []
    while visit := doors.take(found, lambda each: True):
        names.append(visit.link.text)
        if visit.link.text in fruitful:
            doors.credit(visit)
    return names


def filled(sort: DoorSort, number: int) -> Doors:
    doors = Doors()
    for at in range(number):
        doors.add(sort, door(f"{sort}{at}"))
    return doors


def test_the_best_first() -> None:
    doors = Doors()
    doors.add("weak", door("政务公开", 2))
    doors.add("agency", door("民政局", 1))
    doors.add("hub", door("目录", 3))
    doors.add("hub", door("政府信息公开", 4))
    assert opened(doors) == ["政府信息公开", "目录", "民政局", "政务公开"]


def test_weak_doors_stay_closed_once_something_was_found() -> None:
    assert opened(filled("weak", 3), found=True) == []
    assert len(opened(filled("weak", 3))) == 3


def test_fruitless_siblings_close_the_others() -> None:
    assert len(opened(filled("agency", 20))) == 3
    assert len(opened(filled("agency", 20), fruitful=frozenset({"agency1"}))) == 5
    every = frozenset(f"agency{at}" for at in range(20))
    assert len(opened(filled("agency", 20), fruitful=every)) == 20


def test_an_agency_that_is_known_is_not_visited() -> None:
    doors = filled("agency", 2)
    visit = doors.take(True, lambda each: each.link.text != "agency0")
    assert visit is not None and visit.link.text == "agency1"
    assert doors.take(True, lambda each: each.link.text != "agency0") is None


def test_doors_within_doors_share_their_credit() -> None:
    doors = filled("agency", 20)
    outer = doors.take(False, lambda each: True)
    assert outer is not None
    doors.credit(Visit("page", Link("http://www.x.gov.cn/list/"), doors=(*outer.doors, "another")))
    assert len(opened(doors)) == 3


def test_what_is_a_door() -> None:
    within = ["政府信息公开"]
    assert door_sort("政府信息公开") == "hub"
    assert door_sort("", "http://www.x.gov.cn/zfxxgk/") == "hub"
    assert door_sort("政务公开") == door_sort("网站地图") == "weak"
    assert door_sort("县直部门", "http://www.x.gov.cn/bm/", within) == "hub"
    assert door_sort("县民政局", "http://www.x.gov.cn/XxgkContent/show/17.html", within) == "agency"
    assert door_sort("县民政局", "http://mzj.x.gov.cn/") is None
    assert door_sort("县民政局", "http://www.x.gov.cn/files/1.pdf", within) is None
    assert door_sort("某县人民政府网站", "http://www.x.gov.cn/", within) is None
    assert door_sort("依申请公开", "http://www.x.gov.cn/ysq/", within) is None
    assert door_sort("下一页", "http://www.x.gov.cn/zfxxgk/index_2.html", within) is None
