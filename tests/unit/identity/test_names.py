from __future__ import annotations

import pytest

from pipelines.identity.names import agency_kind, canonical_name, looks_like_agency, same_agency, split_region

HUANCUI = "威海市环翠区"


@pytest.mark.parametrize(
    ("name", "region", "full"),
    [
        ("环翠区商务局", HUANCUI, "威海市环翠区商务局"),
        ("商务局", HUANCUI, "威海市环翠区商务局"),
        ("区商务局", HUANCUI, "威海市环翠区商务局"),
        ("威海市环翠区商务局", HUANCUI, "威海市环翠区商务局"),
        ("环翠区商务局", "威海市", "威海市环翠区商务局"),
        ("环翠区商务局", None, "环翠区商务局"),
        ("环翠区商务局单位", HUANCUI, "威海市环翠区商务局"),
        ("市港航局", "威海市", "威海市港航局"),
        ("市市监局", "威海市", "威海市市场监督管理局"),
        ("市场监管局", "威海市", "威海市市场监督管理局"),
        ("市政务服务局", "威海市", "威海市政务服务局"),
        ("市政园林局", "厦门市", "厦门市市政园林局"),
        ("区市监局", "济南市市中区", "济南市市中区市场监督管理局"),
        ("市教育局", HUANCUI, "市教育局"),
        ("朝阳乡", None, "朝阳乡人民政府"),
        ("朝阳乡", "大竹县", "大竹县朝阳乡人民政府"),
        ("侯家镇", "威海市文登区", "威海市文登区侯家镇人民政府"),
        ("侯家镇", "威海市", "侯家镇人民政府"),
        ("上庄镇人民政府", "荣成市", "荣成市上庄镇人民政府"),
        ("东山街道", "荣成市", "荣成市东山街道办事处"),
        ("云林街道", None, "云林街道办事处"),
        ("解放街道办", None, "解放街道办事处"),
        ("环翠区", HUANCUI, "威海市环翠区人民政府"),
        ("交口县", None, "交口县人民政府"),
        ("内蒙古自治区", "鄂尔多斯市", "内蒙古自治区人民政府"),
        ("延边朝鲜族自治州", None, "延边朝鲜族自治州人民政府"),
        ("威海市政府", None, "威海市人民政府"),
        ("威海市政府办公室", None, "威海市人民政府办公室"),
        ("市府办", "威海市", "威海市人民政府办公室"),
        ("合江县人民政府办公室", None, "合江县人民政府办公室"),
        ("威海临港经济技术开发区管委会", None, "威海临港经济技术开发区管理委员会"),
        ("管委会", "威海临港经济技术开发区", "威海临港经济技术开发区管理委员会"),
        ("蔄山镇", "威海临港经济技术开发区", "威海临港经济技术开发区蔄山镇人民政府"),
        ("浦东新区", None, "浦东新区"),
        ("国家税务总局威海市环翠区税务局", HUANCUI, "国家税务总局威海市环翠区税务局"),
        ("住房和城乡建设局", "威海市", "威海市住房和城乡建设局"),
        ("文登区工信局", "威海市文登区", "威海市文登区工业和信息化局"),
        ("城管局", HUANCUI, "威海市环翠区城管局"),
    ],
)
def test_canonical_name(name: str, region: str | None, full: str) -> None:
    assert canonical_name(name, region) == full
    assert canonical_name(full, region) == full


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("威海市人民政府", "government"),
        ("交口县", "government"),
        ("锡林郭勒盟行政公署", "government"),
        ("威海市人民政府办公室", "office"),
        ("大水泊镇人民政府办公室", "office"),
        ("威海市环翠区商务局", "department"),
        ("国有资产监督管理委员会", "department"),
        ("城市管理委员会", "department"),
        ("国家统计局威海调查队", "department"),
        ("教育部", "department"),
        ("侯家镇人民政府", "township"),
        ("巴彦塔拉苏木", "township"),
        ("云林街道办事处", "subdistrict"),
        ("威海临港经济技术开发区管理委员会", "development_zone"),
        ("黄帝故里景区管理委员会", "development_zone"),
        ("烟台高新区", "development_zone"),
        ("威海市中级人民法院", "court"),
        ("环翠区人民检察院", "procuratorate"),
        ("华东理工大学", "university"),
        ("淮北市人民医院", "hospital"),
        ("威海市水务集团", "enterprise"),
        ("威海市残疾人联合会", "people_organisation"),
        ("中共威海市委", "party"),
        ("恩格贝", None),
    ],
)
def test_agency_kind(name: str, kind: str | None) -> None:
    assert agency_kind(name) == kind


@pytest.mark.parametrize(
    ("one", "other", "region", "same"),
    [
        ("威海市", "威海市人民政府", None, True),
        ("环翠区商务局", "威海市环翠区商务局", None, True),
        ("商务局", "威海市环翠区商务局", HUANCUI, True),
        ("商务局", "威海市环翠区商务局", None, None),
        ("朝阳乡", "大竹县朝阳乡人民政府", None, None),
        ("衡阳市衡东县杨林镇", "衡东县杨林镇人民政府", None, True),
        ("环翠区工信局", "环翠区工业和信息化局", None, True),
        ("临港区蔄山镇政府", "威海临港经济技术开发区蔄山镇人民政府", None, True),
        ("国家税务总局威海市环翠区税务局", "威海市环翠区税务局", None, True),
        ("经济和信息化委", "威海市经济贸易委员会", "威海市", None),
        ("威海市工商行政管理局", "威海市市场监督管理局", None, None),
        ("文登区工商行政管理局", "威海市环翠区市场监督管理局", None, False),
        ("北街办事处", "北街街道办事处", None, True),
        ("永川区大安街道", "永川区人民政府大安街道办事处", None, True),
        ("环翠区经发局", "环翠区经济发展局", None, None),
        ("经开区经发局", "经济技术开发区经济发展局", None, None),
        ("环翠区教育局", "环翠区教育和体育局", None, None),
        ("威海市人民政府", "威海市人民政府办公室", None, False),
        ("荣成市人民政府", "荣成市东山街道办事处", None, False),
        ("环翠区统计局", "环翠区商务局", None, False),
        ("文登区商务局", "环翠区商务局", None, False),
        ("莱山区", "牟平区", None, False),
    ],
)
def test_same_agency(one: str, other: str, region: str | None, same: bool | None) -> None:
    assert same_agency(one, other, region) is same
    assert same_agency(other, one, region) is same


@pytest.mark.parametrize(
    ("name", "levels", "rest"),
    [
        ("威海市环翠区商务局", ("威海市", "环翠区"), "商务局"),
        ("济南市市中区教育局", ("济南市", "市中区"), "教育局"),
        ("津市市财政局", ("津市市",), "财政局"),
        ("荆州市沙市区", ("荆州市", "沙市区"), ""),
        ("苏州市", ("苏州市",), ""),
        ("威海市城市管理局", ("威海市",), "城市管理局"),
        ("金华市市场监督管理局", ("金华市",), "市场监督管理局"),
        ("延边朝鲜族自治州和龙市教育局", ("延边朝鲜族自治州", "和龙市"), "教育局"),
        ("内蒙古自治区锡林郭勒盟正镶白旗人民政府", ("内蒙古自治区", "锡林郭勒盟", "正镶白旗"), "人民政府"),
        ("社区管理委员会", (), "社区管理委员会"),
    ],
)
def test_split_region(name: str, levels: tuple[str, ...], rest: str) -> None:
    assert split_region(name) == (levels, rest)


@pytest.mark.parametrize(
    "text",
    ["我局", "镇", "市政府", "本机关", "各区县", "市直部门", "关于环翠区商务局", "召开会议的商务局", "2024年", ""],
)
def test_no_names(text: str) -> None:
    assert not looks_like_agency(text)
