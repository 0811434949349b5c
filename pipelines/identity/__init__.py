"""Who wrote a report, and for which year: pure functions of text."""

from pipelines.identity.decide import decide
from pipelines.identity.document import evidence_from_document
from pipelines.identity.headline import HeadlineVerdict, classify_headline
from pipelines.identity.names import agency_kind, canonical_name, same_agency

__all__ = [
    "HeadlineVerdict",
    "agency_kind",
    "canonical_name",
    "classify_headline",
    "decide",
    "evidence_from_document",
    "same_agency",
]
