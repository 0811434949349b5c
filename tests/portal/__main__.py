"""`python -m tests.portal [--port N] [--log FILE] [--scenario NAME[:HOST]] [--families] [--truth FILE]`"""

from __future__ import annotations

import argparse
import json
import signal
import threading
from pathlib import Path

from tests.portal.families import registry
from tests.portal.portal import SCENARIOS, Portal


def main() -> None:
    """Print the proxy's URL, then serve."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.portal", description="Replica portals behind a proxy on loopback."
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: a free one)")
    parser.add_argument("--log", type=Path, help="append every request to this file, a line of JSON each")
    parser.add_argument(
        "--scenario", action="append", default=[], help=f"{'|'.join(SCENARIOS)}, with :HOST for one host"
    )
    parser.add_argument("--truth", type=Path, help="write the truth as JSON to this file and end")
    parser.add_argument("--families", action="store_true", help="serve the replicas of all CMS families too")
    options = parser.parse_args()
    hosts = registry.all_hosts() if options.families else []
    portal = Portal(options.port, options.log, hosts)
    for scenario in options.scenario:
        name, _, host = scenario.partition(":")
        try:
            portal.set(name, host or None)
        except (KeyError, ValueError) as error:
            parser.error(str(error.args[0]))
    if options.truth:
        known = portal.truth.as_dict() | ({"families": [host.truth() for host in hosts]} if hosts else {})
        text = json.dumps(known, ensure_ascii=False, indent=1)
        options.truth.write_text(text + "\n", encoding="utf-8")
        return
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    with portal:
        print(portal.url, flush=True)
        ended.wait()


if __name__ == "__main__":
    main()
