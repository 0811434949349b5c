"""What a portal answers to a client that it does not want, or by mistake: the rows of PORTALS.md §3, shortened.

Signs (statuses, cookies, script variables, phrases) are those of the table; the rest of each page is inference. Two wordings
each where the field has several. Nothing here can be passed by a client that runs no script.
"""

# ruff: noqa: E501 – markup as the server prints it

from __future__ import annotations

from tests.portal.answer import Answer, Request

_HTML = (("Content-Type", "text/html;charset=utf-8"),)
RUISHU = '<!DOCTYPE html><html><head><meta charset="utf-8"><meta id="9DhefwqGPrzGxEp9hPaoag" content="{}" r="m"><script type="text/javascript" r="m">$_ts=window[\'$_ts\'];if(!$_ts)$_ts={{}};$_ts.nsd=58431;$_ts.cd="qEWqrkAlDqGrqaVmra3qWqG";if($_ts.lcd)$_ts.lcd();</script></head><body></body></html>'
JIASULE_1 = "<script>document.cookie=('_')+('_')+('j')+('s')+('l')+('_clearance_s=')+(-~[]+'')+'769650000.112|-1|0Qm%3D;max-age=3600;path=/';location.href=location.pathname+location.search</script>"
JIASULE_2 = '<script>var _0x1f=["go"];function go(_0x3){/* … */};go({"bts":["1769650000.5|0|7Xm","D%3D"],"chars":"JYrYLmEB","ct":"a1b2c3","ha":"sha1","is":true,"tn":"__jsl_clearance_s","vt":"3600","wt":"1500"})</script>'
CHUANGYU = '<html><head><meta charset="utf-8"><title>{}</title></head><body><div class="wrap"><h3>当前访问疑似黑客攻击，已被创宇盾拦截。</h3><p>如果您是网站管理员，请联系客服。事件编号：5f2b0d</p></div></body></html>'
WZWS = '<html><head><meta charset=\'utf-8\'><title>请开启JavaScript并刷新该页</title></head><body><noscript>请开启JavaScript并刷新该页.</noscript><script>var dynamicurl="/WZWSREL3p3eGs=?wzwschallenge=V1pXU19DT05GSVJN";var wzwsquestion="dZ}^";</script></body></html>'
ALIYUN = "<html><script>var arg1='4A1F0C6E5D2B7A9380C1';function setCookie(name,value){document.cookie=name+'='+value;}function reload(x){setCookie(\"acw_sc__v2\",x);document.location.reload();}</script></html>"
C3VK = "<html><body><script type=\"text/javascript\">document.cookie='C3VK=1f7e2a; path=/; max-age=300';window.location.href=window.location.href;</script></body></html>"
EDGEONE = '<!DOCTYPE html><html><head><title>Access Denied</title><meta name="robots" content="noindex"></head><body><script src="/__tst_status"></script><noscript>EO_Bot_Ssid: enable JavaScript</noscript></body></html>'
GEO = "<html><head><title>访问受限</title></head><body><!-- reason:GeoBL --><p>抱歉，您所在的地区无法访问本网站。</p><p>奇安信网站卫士</p></body></html>"
NGINX = "<html>\r\n<head><title>{0}</title></head>\r\n<body>\r\n<center><h1>{0}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
STUBS = (b"404", b"page missing!", b"<datastore><recordset></recordset></datastore>        ")
SOFT = (
    "<html><head><meta charset='utf-8'><title>提示信息</title></head><body><div class='tip'>您访问的页面不存在或已被删除！<a href='/'>返回首页</a></div></body></html>",
    "<html><head><meta charset='utf-8'><title>页面不存在</title></head><body><p>抱歉，页面不存在</p></body></html>",
    "<html><head><meta charset='utf-8'></head><body>模板内容数据为空</body></html>",
    "<html><head><meta charset='utf-8'></head><body><script>alert('您无权访问此页面');</script>您无权访问此页面</body></html>",
)


def page(status: int, text: str, *cookies: str, server: str = "") -> Answer:
    """An answer with cookies."""
    headers = _HTML + tuple(("Set-Cookie", f"{cookie}; Path=/; HttpOnly") for cookie in cookies)
    return Answer(status, text.encode(), headers + ((("X-Powered-By", server),) if server else ()))


def challenges(variant: int) -> dict[str, Answer]:
    """Product → what it answers; the variant is the other form of it."""
    return {
        "ruishu": page(412, RUISHU.format("x1kPz3Q7"), "FSSBBIl1UgzbN7N80S=2Qy1x")
        if variant == 0
        else page(202, RUISHU.format("k0R4m"), "FSSBBIl1UgzbN7N80T=5bxQ"),
        "chuangyu": page((200, 403)[variant], CHUANGYU.format(("访问拦截", "创宇盾")[variant])),
        "wzws": page(200, WZWS, "wzws_cid=b4e1")
        if variant == 0
        else Answer(307, b"", (*_HTML, ("Location", "/WZWSREL3p3eGs="), ("Set-Cookie", "wzws_cid=b4e1; Path=/"))),
        "aliyun": page(200, ALIYUN, "acw_tc=0bc1a0; Max-Age=1800"),
        "c3vk": page(200, C3VK) if variant == 0 else page(403, C3VK, "C3VK=0"),
        "edgeone": page((403, 567)[variant], EDGEONE, server=""),
        "geo": page(403, GEO),
        "forbidden": page((403, 405)[variant], NGINX.format(("403 Forbidden", "405 Not Allowed")[variant])),
        "refused": page(
            (406, 412)[variant], NGINX.format(("406 Not Acceptable", "412 Precondition Failed")[variant])
        ),
        "reset": Answer(0),
    }


def jiasule(request: Request) -> Answer:
    """521 twice: the second page for a client that brought the first cookie."""
    if "__jsluid" in request.headers.get("cookie", ""):
        return page(521, JIASULE_2)
    return page(521, JIASULE_1, "__jsluid_h=0f3c8a1b; max-age=31536000")


def stub(number: int) -> Answer:
    """200 with 3, 13 or 54 bytes."""
    return Answer(200, STUBS[number % len(STUBS)], _HTML)


def soft(number: int) -> Answer:
    """200 with a page that says there is none."""
    return page(200, SOFT[number % len(SOFT)])


def mixed(text: str, part: str) -> str:
    """The page with one part as UTF-8 read as GBK: `闂備礁缍…` where Chinese was."""
    return text.replace(part, part.encode().decode("gb18030", "replace"), 1)


def moved(location: str, how: str) -> str:
    """A page that is only a redirect: `meta` refresh, `href` or `replace` of location."""
    if how == "meta":
        return f'<html><head><meta http-equiv="refresh" content="0;url={location}"></head><body></body></html>'
    call = f'location.href="{location}";' if how == "href" else f"window.location.replace('{location}');"
    return f"<html><head><title></title></head><body><script type='text/javascript'>{call}</script></body></html>"
