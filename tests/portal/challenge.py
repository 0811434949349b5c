"""Challenge pages as portals answer them to a client they distrust (PORTALS.md §3), shortened."""

from __future__ import annotations

from tests.portal.answer import Answer
from tests.portal.templates import fill

_HTML = ("Content-Type", "text/html;charset=utf-8")
_RUISHU_COOKIE = ("Set-Cookie", "FSSBBIl1UgzbN7N80S=2Qy1x; Path=/; HttpOnly")
_JIASULE_COOKIE = ("Set-Cookie", "__jsluid_s=0f3c8a1b; max-age=31536000; path=/")

KINDS: dict[str, Answer] = {
    "ruishu": Answer(412, fill("ruishu.html").encode(), (_HTML, _RUISHU_COOKIE)),
    "jiasule": Answer(521, fill("jiasule.html").encode(), (_HTML, _JIASULE_COOKIE)),
    "chuangyu": Answer(200, fill("chuangyu.html").encode(), (_HTML,)),
}
