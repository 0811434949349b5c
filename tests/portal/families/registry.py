"""All replicas of CMS families. A new one is a line in FAMILIES: its module and class."""

from __future__ import annotations

from importlib import import_module

from tests.portal.families.base import Host

FAMILIES: dict[str, str] = {
    "hanweb_jpage": "HanwebJpage",
    "hanweb_xxgk": "HanwebXxgk",
    "hanweb_jpaas": "HanwebJpaas",
    "trs": "Trs",
    "gkmlpt": "Gkmlpt",
    "nfcms": "Nfcms",
    "ucap": "Ucap",
    "vsb": "Vsb",
    "lonsun": "Lonsun",
    "shangwang": "Shangwang",
    "sudy": "Sudy",
    "truecms": "Truecms",
    "epoint": "Epoint",
    "handmade": "Handmade",
    "hostile": "Hostile",
    "spa": "Spa",
    "strange.jpage": "Jpage",
    "strange.xxgk": "Xxgk",
    "strange.jpaas": "Jpaas",
    "strange.trs": "Trs",
    "strange.gkmlpt": "Gkmlpt",
    "strange.nfcms": "Nfcms",
    "strange.ucap": "Ucap",
    "strange.vsb": "Vsb",
    "strange.lonsun": "Lonsun",
    "strange.shangwang": "Shangwang",
    "strange.sudy": "Sudy",
    "strange.truecms": "Truecms",
    "strange.epoint": "Epoint",
    "strange.generic": "Generic",
}
"""Module of this package → its Host class."""


def host_class(module: str) -> type[Host]:
    """The class of a family, e.g. `trs`."""
    found: type[Host] = getattr(import_module(f"tests.portal.families.{module}"), FAMILIES[module])
    return found


def all_hosts() -> list[Host]:
    """Fresh replicas: every family in every variant."""
    return [
        known(variant)
        for known in (host_class(module) for module in FAMILIES)
        for variant in range(len(known.names))
    ]
