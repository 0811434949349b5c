"""Replicas of the CMS families of PORTALS.md §2, one module a family; see `registry`."""
