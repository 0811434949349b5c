"""Alarms: what is wrong with a site is told once, and once more when it has recovered (docs/alarms.md)."""
