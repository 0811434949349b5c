"""One key per page: the canonical form of a URL under which its captures and reports are found again.

Portals answer under several spellings of one address (PORTALS.md §1.1, §3): http and https, :8443
twins, parameters in any order, session ids. The key is no URL to fetch, it names the page.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import quote, quote_from_bytes, unquote_to_bytes, urlsplit

# the same server answers on these, with and without TLS
DEFAULT_PORTS = frozenset({"", "80", "443", "8443"})
WEB = frozenset({"http", "https"})

# agency and year alone decide what this endpoint of the Hanweb xxgk module shows; showType and its like do not
ANNUAL_REPORT = re.compile(r"/module/xxgk/xxgkAnnualReport\.jsp$", re.IGNORECASE)
ANNUAL_REPORT_PARAMETERS = ("area", "fbtime")

SESSION = re.compile(r";jsessionid=[^/;?#]*", re.IGNORECASE)
# a visitor's session, or the moment of asking: it changes with every visit and the page does not
VISIT = re.compile(
    r"(?:jsessionid|phpsessid|aspsessionid\w*|sessionid|session_id)=.*"
    r"|(?:sid|token)=(?=[^&]*\d)(?=[^&]*[a-z])[0-9a-z]{8,}"
    r"|(?:_|t|_t|ts|timestamp|rand|random|rnd|nocache|v)=(?:1\d{9}(?:\d{3})?|0\.\d{5,})",
    re.IGNORECASE,
)
SLIP = re.compile(r"(\.(?:s?html?|jhtml|jsp|aspx?|php))/+$", re.IGNORECASE)
# a client-side route is part of the address, a place on the page is not
ROUTE = re.compile(r"^!?/")

_PATH_SAFE = "/!$&'()*+,;=:@~"
_QUERY_SAFE = "/?!$'()*,;:@~"


def url_key(url: str) -> str:
    """The canonical key of a page.

    >>> url_key("https://WWW.Weihai.gov.cn:8443/module/xxgk/xxgkAnnualReport.jsp?fbtime=2022&area=1137100000435&x=1")
    'www.weihai.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=1137100000435&fbtime=2022'

    For http(s): without scheme, default port (80, 443, 8443), user, session ids, the time of asking, and
    fragment (but for client-side routes, `#/…` and `#!/…`); host in lower case and punycode; path without dot
    segments;
    parameters in order of their names, equal names keeping their order. Percent-escapes are spelt one
    way, whatever their charset. Other schemes (file:) keep their scheme. A key's key is itself.
    Raises ValueError for what is no address, such as a bracket left open.
    """
    scheme, rest = _scheme(url.strip())
    if scheme not in WEB:
        return f"{scheme}:{_escaped(rest.split('#', 1)[0], _PATH_SAFE)}"
    parts = urlsplit(f"//{rest.lstrip('/')}")
    path = _path(SESSION.sub("", parts.path))
    query = _query(parts.query, ANNUAL_REPORT_PARAMETERS if ANNUAL_REPORT.search(path) else None)
    fragment = _escaped(parts.fragment, _PATH_SAFE + "?") if ROUTE.match(parts.fragment) else ""
    return f"{_host(parts.netloc)}{path}{'?' if query else ''}{query}{'#' if fragment else ''}{fragment}"


def without_visit(url: str) -> str:
    """The address as a new visitor would ask for it: without session ids and the time of asking.

    Portals answer the ids of others with a page of their own choice, and ids make one page many. A slash after a
    page's name (x.shtml/) is a slip of whoever joined the address.

    >>> without_visit("http://www.x.gov.cn/list.php;jsessionid=1A?classid=174&sid=f2cc96ba5c&page=2")
    'http://www.x.gov.cn/list.php?classid=174&page=2'
    """
    address, mark, fragment = SESSION.sub("", url).partition("#")
    path, asked, query = address.partition("?")
    path = SLIP.sub(r"\1", path)
    pairs = [pair for pair in query.split("&") if not VISIT.fullmatch(pair)]
    return f"{path}{asked if pairs != [''] and pairs else ''}{'&'.join(pairs)}{mark}{fragment}"


def _scheme(url: str) -> tuple[str, str]:
    """Scheme and the rest; a key, which has none, counts as http."""
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d+(?:[/?#]|$))", url)
    return (match[1].lower(), url[match.end() :]) if match else ("http", url)


def _host(netloc: str) -> str:
    host, _, port = netloc.rpartition("@")[2].lower().partition(":")
    if netloc.rpartition("@")[2].startswith("["):  # IPv6
        host, _, port = netloc.rpartition("@")[2].lower().rpartition("]")
        host, port = f"{host}]", port.lstrip(":")
    host = host.rstrip(".")
    if not host.isascii():
        try:
            host = host.encode("idna").decode()
        except UnicodeError:
            host = quote(host)
    return host if port in DEFAULT_PORTS else f"{host}:{port}"


def _path(path: str) -> str:
    escaped = _escaped(path or "/", _PATH_SAFE)
    if "/." not in escaped:
        return escaped
    # normpath also folds "//" and drops the last "/", both of which a server may tell apart
    segments: list[str] = []
    for segment in escaped.split("/")[1:]:
        if segment == "..":
            del segments[-1:]
        elif segment != ".":
            segments.append(segment)
    if posixpath.basename(escaped) in (".", ".."):
        segments.append("")
    return "/" + "/".join(segments)


def _query(query: str, only: tuple[str, ...] | None) -> str:
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    kept = [
        (_parameter(name), f"{equals}{_parameter(value)}")
        for name, equals, value in pairs
        if (only is None or name.lower() in only) and not VISIT.fullmatch(name + equals + value)
    ]
    return "&".join(name + value for name, value in sorted(kept, key=lambda pair: pair[0]))


def _parameter(text: str) -> str:
    return _escaped(text.replace("+", "%20"), _QUERY_SAFE)


def _escaped(text: str, safe: str) -> str:
    """Unreserved characters plain, all others as upper-case escapes of the bytes they already stand for.

    Escaped delimiters stay escaped: %2F in a parameter is not a slash of the path.
    """
    return re.sub(r"(?:%[0-9A-Fa-f]{2})+|[^%]+|%", lambda found: _spelt(found[0], safe), text)


def _spelt(run: str, safe: str) -> str:
    if len(run) > 1 and run[0] == "%":
        return quote_from_bytes(unquote_to_bytes(run), safe="")
    return "%25" if run == "%" else quote(run, safe=safe, errors="replace")
