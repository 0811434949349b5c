"""Replica of three government portals (huancui, wendeng, wip) behind a proxy on loopback, for tests and demo."""

from tests.portal.portal import Portal

__all__ = ["Portal"]
