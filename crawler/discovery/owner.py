"""Whose portal is this? A portal without a site file says it on its home page, and its reports leave it out."""

from __future__ import annotations

import re

from crawler.cms.base import Page
from crawler.cms.dom import metas
from crawler.cms.text import squeeze
from pipelines.evidence import Evidence

# 汀沅县人民政府网站, 首页-榆圩市人民政府网站, 港尾新区政府在线
_GOVERNMENT = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,20}?(?:省|自治区|市|自治州|州|盟|县|区|旗|镇|乡|街道))"
    r"(?:人民政府|政府|管理委员会|管委会)(?!采购|服务)"
)
_PARTS = re.compile(r"[\s_|\-–—,，:：/·•]+|首页|欢迎访问|欢迎光临|主办单位?|版权所有|中国")


def owner(page: Page) -> Evidence | None:
    """The place whose government runs the portal, by its SiteName, its title or its imprint."""
    imprint = map(str, page.tree.xpath("//text()[contains(., '主办') or contains(., '版权所有')]"))
    texts = [metas(page).get("sitename", ""), *map(str, page.tree.xpath("//head/title//text()")), *imprint]
    for text in texts:
        for part in _PARTS.split(squeeze(text)):
            if found := _GOVERNMENT.match(part):
                return Evidence("agency", "site", found["place"], part)
    return None
