"""`python -m crawler.jobs.tether COMMAND…`: a Scrapy command that ends with the worker that started it.

Killed with -9, a worker can tell nobody; so the kernel sends TERM to its commands (Linux, prctl(2)), which close
their runs and free the lock of their site for the worker that takes over.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Ask for the signal, then become the command."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != int(os.environ.pop("GONGKAI_WORKER", os.getppid())):
            sys.exit(128 + signal.SIGTERM)  # the worker went between its fork and the line above
    os.execv(sys.executable, [sys.executable, "-m", "scrapy", *sys.argv[1:]])  # noqa: S606 - our own command


if __name__ == "__main__":
    main()
