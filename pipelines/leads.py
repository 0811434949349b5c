"""A file that several articles link is read in the light of one of them, whichever came first.

Of the articles that name a year the one published first, else the first of all: a copy that is posted later, and a
page that lists the files of all years, tell less of a file than the article that it was published with.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from models.crawls import Capture as CaptureRow
from pipelines.capture import Capture, Lead
from pipelines.captures import context_digest, evidence_columns, latest
from pipelines.codec import clean, clean_json
from pipelines.evidence import Evidence
from pipelines.rereading import Kept, capture_of
from pipelines.urls import url_key

UNDATED = "9999-12-31"


def rank(parent_url: str, evidence: Sequence[Evidence]) -> tuple[bool, str, str]:
    """Better leads first: the article names a year, is older, its address."""
    dates = [item for item in evidence if item.about == "published_on"]
    own = [item.value for item in dates if item.kind == "published_on"]
    first = min(own or (item.value for item in dates), default=UNDATED)
    return not any(item.about == "year" for item in evidence), first, url_key(parent_url)


@dataclass(slots=True)
class Leads:
    """The best lead of this run to each file, by its `url_key`."""

    best: dict[str, Lead] = field(default_factory=dict)

    def offer(self, leads: Iterable[Lead]) -> None:
        for lead in leads:
            key = url_key(lead.url)
            if key not in self.best or _of(lead) < _of(self.best[key]):
                self.best[key] = lead

    def settle(self, session: Session, capture: Capture) -> None:
        """Tell a fetched file what the best of its articles says: of this run's, and of the one on record."""
        if capture.role != "attachment" or capture.parent_url is None:
            return
        key = url_key(capture.url)
        if (lead := self.best.get(key)) and is_better(lead, capture):
            led_by(capture, lead)
        before = latest(session, key)
        if before is not None and (known := lead_of(capture_of(before))) and is_better(known, capture):
            led_by(capture, known)


def lead_of(capture: Capture) -> Lead | None:
    """How a file was led to; None for what no article links."""
    if capture.role != "attachment" or capture.parent_url is None:
        return None
    return Lead(capture.url, capture.parent_url, capture.file_name, list(capture.trail), list(capture.evidence))


def led_by(capture: Capture, lead: Lead) -> None:
    """Put a lead in the place of that by which the file was fetched."""
    capture.parent_url, capture.file_name = lead.parent_url, lead.file_name
    capture.trail, capture.evidence = list(lead.trail), list(lead.evidence)


def is_better(lead: Lead, capture: Capture) -> bool:
    """Whether another article leads to this file better than the one on record; the same article does not."""
    parent = capture.parent_url or ""
    if url_key(lead.parent_url) == url_key(parent):
        return False
    return _of(lead) < rank(parent, capture.evidence)


def led_anew(session: Session, leads: Iterable[Lead]) -> list[Kept]:
    """The files on record that these articles lead to better: as they are to be read now. Writes nothing."""
    found = []
    for lead in leads:
        row = latest(session, url_key(lead.url))
        if row is None or row.sha256 is None or row.role != "attachment" or row.parent_url is None:
            continue
        capture = capture_of(row)
        if is_better(lead, capture):
            led_by(capture, lead)
            found.append(Kept(row.id, row.sha256, capture, None))
    return found


def take_lead(session: Session, kept: Kept) -> bool:
    """Put the better lead on record. False where a still better one came meanwhile, or another fetch."""
    row = session.get_one(CaptureRow, kept.capture_id, with_for_update=True)
    lead = lead_of(kept.capture)
    if lead is None or latest(session, row.url_key) is not row or not is_better(lead, capture_of(row)):
        return False
    row.parent_url, row.file_name = clean(lead.parent_url), clean(lead.file_name) if lead.file_name else None
    row.trail = clean_json([[hop.url, hop.anchor] for hop in lead.trail])
    for name, value in evidence_columns(kept.capture).items():
        setattr(row, name, value)
    row.context_digest = context_digest(kept.capture)
    session.flush()
    return True


def _of(lead: Lead) -> tuple[bool, str, str]:
    return rank(lead.parent_url, lead.evidence)
