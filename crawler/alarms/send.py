"""Sending alarms, to the addresses of GONGKAI_ALARM and to nobody else."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.alarms import book
from crawler.alarms.causes import ARCHIVE, sort_of
from models.alarms import Alarm
from models.session import session

if TYPE_CHECKING:
    from apprise import Apprise

VARIABLE = "GONGKAI_ALARM"
TIMEOUT = 20.0  # s for one address; a crawl's end waits no longer


class AlarmAddressError(ValueError):
    """GONGKAI_ALARM names something that is no address. The message names no password."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message about one site: its alarms, or its all clear."""

    title: str
    body: str
    good: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of sending: messages that went out, and why others did not."""

    messages: int = 0
    errors: tuple[str, ...] = ()


def configured() -> Apprise | None:
    """The addresses of GONGKAI_ALARM (apprise URLs, separated by spaces), None where it is not set. Raises
    AlarmAddressError."""
    given = os.environ.get(VARIABLE, "").split()
    if not given:
        return None
    from apprise import Apprise, AppriseAsset  # half a second that a crawl without alarms need not spend

    asset = AppriseAsset(
        app_id="gongkai",
        app_desc="gongkai",
        app_url="",
        image_url_mask="",  # no message carries a picture or a link that its reader's program would fetch
        image_url_logo="",
        http_redirects=False,  # an alarm goes to the address that was configured and to no other
        service_timeout=TIMEOUT,
        storage_mode="memory",  # nothing is written to the home directory
    )
    addresses = Apprise(asset=asset)
    for number, address in enumerate(given, start=1):
        if not addresses.add(address):
            raise AlarmAddressError(
                f"{VARIABLE}: address {number} of {len(given)} ({address.partition('://')[0]}://…) is none; "
                "write apprise URLs separated by spaces, such as json://host/path or mailto://user:password@host"
            )
    return addresses


def send_untold() -> Sent | None:
    """Tell what the book of alarms has to tell; None where no address is configured. What could not be sent stays
    to be told. Raises AlarmAddressError and DatabaseUnavailable."""
    addresses = configured()
    if addresses is None:
        return None
    sent, errors = 0, []
    with session() as opened:
        for message, alarms in messages(book.untold(opened)):
            error = deliver(addresses, message)
            book.told(opened, alarms, error)
            sent += error is None
            errors += [] if error is None else [error]
    return Sent(sent, tuple(errors))


def messages(alarms: Sequence[Alarm]) -> Iterator[tuple[Message, list[Alarm]]]:
    """One message a site for what has been raised, and one for what has cleared."""
    for (site, cleared), group in groupby(alarms, key=lambda alarm: (alarm.site, alarm.cleared_at is not None)):
        of_site = list(group)
        yield _message(site, of_site, good=cleared), of_site


def _message(site: str, alarms: Sequence[Alarm], *, good: bool) -> Message:
    first = sort_of(alarms[0].cause)
    more = f" (+{len(alarms) - 1})" if len(alarms) > 1 else ""
    title = f"gongkai {site}: {'all clear, ' if good else ''}{first.title}{more}"
    return Message(title, "\n\n".join(_paragraph(alarm, good=good) for alarm in alarms) + "\n", good)


def _paragraph(alarm: Alarm, *, good: bool) -> str:
    """The site, the fact, and the command to look closer."""
    sort = sort_of(alarm.cause)
    where = f"{alarm.site} (archive)" if alarm.cause.startswith(ARCHIVE) else alarm.site
    heading = f"{where}: {sort.title} · {sort.title_zh}"
    since = f"Since {alarm.raised_at:%Y-%m-%d %H:%M} UTC" + (f", run {alarm.run_id}" if alarm.run_id else "")
    if good:
        return f"All clear · 已恢复: {heading}\nIt was: {alarm.message}\n{since}"
    return f"{heading}\n{alarm.message}\n{since}\nLook closer: {sort.command(alarm.site, alarm.run_id)}"


def deliver(addresses: Apprise, message: Message) -> str | None:
    """Send one message to all addresses; None when all took it, else why not."""
    from apprise import NotifyFormat, NotifyType

    kind = NotifyType.SUCCESS if message.good else NotifyType.WARNING
    log: list[str] = []
    result = addresses.notify(
        body=message.body,
        title=message.title,
        notify_type=kind,
        body_format=NotifyFormat.TEXT,
        log_callback=lambda entry, _service: log.append(str(entry.message)),
        log_level=logging.WARNING,
    )
    if result:
        return None
    return "; ".join(dict.fromkeys(log)) or f"{VARIABLE}: not every address took the message"
