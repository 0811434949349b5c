"""`-a agency=NAME_OR_CODE`: which agencies a crawl is about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.registry import Agency
from pipelines.identity.names import same_agency, tidy_name
from pipelines.identity.text import compact

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{5,}")
_SHORTEST = 3  # characters of a name that may stand for a longer one: 商务局


def is_code(text: str) -> bool:
    """Whether the text is an agency's code, not its name."""
    return _CODE.fullmatch(text) is not None


class AgencyFilter:
    """Takes every agency when nothing is wanted; otherwise the wanted one, by code or by name.

    A code and a name seen together teach each other, so a code wanted finds the agency's name in lists and a name
    wanted finds its code. What names no agency is taken: it may be the one.
    """

    def __init__(self, wanted: str | None, declared: Iterable[Agency] = ()) -> None:
        self.active = wanted is not None
        self.codes: set[str] = set()
        self.names: set[str] = set()
        if wanted is None:
            return
        if is_code(wanted):
            self.codes.add(wanted)
        else:
            self.names |= {wanted, tidy_name(wanted)}  # 住建局 is 住房和城乡建设局, too
        for agency in declared:
            if agency.code in self.codes or any(self._named(name) for name in (agency.name, *agency.aliases)):
                self.learn(agency.code, agency.name, *agency.aliases)

    def learn(self, code: str | None, *names: str) -> None:
        """This code and these names are the wanted agency's."""
        self.codes |= {code} if code else set()
        self.names |= {name for name in names if name}

    def takes(self, name: str | None, code: str | None = None) -> bool:
        """Whether an agency of this name (or code) is wanted."""
        if not self.active:
            return True
        if (code in self.codes) or (name and self._named(name)):
            self.learn(code, name or "")
            return True
        if not name:
            return code is None or not self.codes
        return code is None and not self.names  # only a code is wanted, and nothing tells its name yet

    def _named(self, name: str) -> bool:
        printed = tidy_name(name)
        for wanted in map(compact, self.names):
            if wanted in printed or (len(printed) >= _SHORTEST and printed in wanted):
                return True
            if same_agency(name, wanted):
                return True
        return False
