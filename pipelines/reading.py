"""Bytes → `Reading`: carrier, identity, form, checks and verdict in one pure call.

Never raises on bad input: what cannot be read ends as `unreadable` with a reason. Runs in a worker
process, so arguments and results are picklable and nothing outside is touched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from pipelines.carriers import Member, read_document, read_members
from pipelines.carriers.html.links import is_file
from pipelines.carriers.sniff import sniff
from pipelines.checks import check_prose, check_report, decide_verdict, why_no_report
from pipelines.document import CarrierError, Document
from pipelines.evidence import Evidence
from pipelines.facts import preamble_of, read_prose, read_scope
from pipelines.forms import read_report
from pipelines.identity import decide, evidence_from_document
from pipelines.pages import FurtherPage, join
from pipelines.report import Finding, Identity, Reading
from pipelines.version import reader_version

READER_VERSION = reader_version()

_LINE_BREAK = re.compile(r"\s*\n\s*")  # may fall inside a headline, even inside a word
_MAX_POINTERS = 20
_UNKNOWN_TYPE = "application/octet-stream"


def read_bytes(
    body: bytes,
    *,
    name: str | None = None,
    declared_type: str | None = None,
    charset: str | None = None,
    container: str | None = None,
    url: str | None = None,
    evidence: Sequence[Evidence] = (),
    further: Sequence[FurtherPage] = (),
) -> list[Reading]:
    """Read one file completely: one reading, or one for each file in an archive.

    `evidence` is what the way to the file told of its agency and year; what the document itself
    prints is added to it. `further` are the pages on which an article goes on: all are read as one document.
    """
    try:
        members = read_members(
            body, name=name, declared_type=declared_type, charset=charset, container=container, url=url
        )
    except CarrierError as error:
        return [unreadable(error.reason, str(error), body)]
    except RecursionError:
        return [unreadable("too_complex", "the file is nested deeper than any document", body)]
    if not members:
        return [unreadable("empty_archive", "the archive holds no document", body)]
    joined: list[Finding] = []
    if further and isinstance(members[0].content, Document):
        told = partial(read_document, charset=charset, container=container)
        joined = join(members[0].content, further, lambda page: told(page.body or b"", url=page.url)[0][1])
    return [_of_member(member, name, body, evidence, joined) for member in members]


def _of_member(
    member: Member, name: str | None, body: bytes, evidence: Sequence[Evidence], noticed: Sequence[Finding]
) -> Reading:
    """A file of an archive that cannot be read leaves its reason, and its neighbours alone."""
    if isinstance(member.content, Document):
        return _read(member.content, member.name, name, body, evidence, noticed)
    reading = unreadable(member.content.reason, str(member.content))
    reading.member, reading.media_type = member.name, member.media_type
    return reading


def unreadable(reason: str, message: str, body: bytes = b"") -> Reading:
    """The reading of a file that could not be read. `reason` is a short code, `message` for a person."""
    return Reading(
        verdict="unreadable",
        carrier=None,
        media_type=sniff(body) if body.strip() else _UNKNOWN_TYPE,
        reason=reason,
        findings=[Finding(reason, "error", "", message)],
        reader_version=READER_VERSION,
    )


def _read(
    document: Document,
    member: str | None,
    name: str | None,
    body: bytes,
    given: Sequence[Evidence],
    joined: Sequence[Finding],
) -> Reading:
    evidence = [*given, *evidence_from_document(document, member or name)]
    identity, noticed = decide(evidence)
    result = read_report(document)
    report = result.report
    report.headline = headline_of(identity)
    preamble = preamble_of(document.lines, report.sections)
    prose = read_prose(report.sections, preamble, identity.year)
    covered = read_scope(report, identity, preamble)
    report.facts, report.scope, report.scope_quote = prose.facts, covered.scope, covered.quote
    findings = [*joined, *noticed, *check_report(result, identity), *prose.findings, *check_prose(report, prose)]
    findings += covered.findings
    stranger = why_no_report(document, report, report.headline, body if member is None else b"")
    verdict, reason = decide_verdict(report, identity, findings, stranger)
    return Reading(
        verdict=verdict,
        carrier=document.carrier,
        media_type=document.media_type,
        reason=reason,
        member=member,
        report=None if verdict == "not_a_report" else report,
        identity=identity,
        findings=_pointers(document, reason) if verdict == "not_a_report" else findings,
        reader_version=READER_VERSION,
    )


def _pointers(document: Document, reason: str | None) -> list[Finding]:
    """Where a page points that is no report itself: a viewer, a flip-book, a page that only has an attachment."""
    if reason != "attachment_only":
        return []
    named = [href for href, _ in document.links]
    targets = [href for href in named if is_file(href)] or named
    return [Finding("attachment", "info", "", f"the page points to {href}") for href in targets[:_MAX_POINTERS]]


def headline_of(identity: Identity) -> str | None:
    """The report's headline on one line: the first that was found, in the order of certainty."""
    for evidence in identity.evidence:
        if evidence.about == "headline":
            return _LINE_BREAK.sub("", evidence.value or evidence.quote).strip() or None
    return None
