"""Our commands from a warm interpreter: `run(["crawl", "huancui"])` is `python -m scrapy crawl huancui`, forked
from a process that has imported what every command imports.

The suite runs hundreds of commands, and to import Scrapy, Twisted and SQLAlchemy takes longer than most of them
work. A forked command is a process of its own all the same, with its own pid, environment, directory, output, exit
code and signals, and reads the settings anew. Tests of the start itself (encodings, hash seeds, another user) use
`python -m scrapy`.

`python -m tests.warm SOCKET` is the warm process; it ends when its standard input does.
"""

from __future__ import annotations

import contextlib
import functools
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import IO

ROOT = Path(__file__).parents[1]
# what Scrapy loads only when a crawl begins
LATER = ("scrapy.downloadermiddlewares.cookies", "scrapy.extensions.remote_control", "scrapy_playwright.handler")
THREADED = ("export",)  # commands whose libraries (pyarrow) start threads when they are imported
_LENGTH = 1 << 20  # bytes, more than a command line and an environment have


class Process:
    """A command under way, with the part of `subprocess.Popen` that tests use; its output is text.

    `stdout` and `stderr` are files to write to; without, they are kept for `communicate`.
    """

    def __init__(
        self,
        args: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        cwd: Path = ROOT,
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
    ) -> None:
        self.args = list(args)
        self.returncode: int | None = None
        self._kept = [None if given else tempfile.TemporaryFile() for given in (stdout, stderr)]  # noqa: SIM115
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.connect(_warmed())
        asked = {"args": self.args, "env": dict(os.environ if env is None else env), "cwd": str(cwd)}
        files = [file.fileno() for file in (stdout or self._kept[0], stderr or self._kept[1]) if file]
        socket.send_fds(self._line, [json.dumps(asked).encode()], files)
        self.pid = int(self._line.recv(_LENGTH))

    def poll(self) -> int | None:
        """The exit code, negative for a signal, or None while the process runs."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end.

        Raises: subprocess.TimeoutExpired.
        """
        code = self._ended(timeout)
        if code is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return code

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Wait for the end; what was written to stdout and stderr where those were not given."""
        self.wait(timeout)
        said = []
        for kept in self._kept:
            if kept is not None:
                kept.seek(0)
                said.append(kept.read().decode())
                kept.close()
            else:
                said.append("")
        return said[0], said[1]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None:
            self._line.settimeout(timeout)
            with contextlib.suppress(BlockingIOError, TimeoutError):
                self.returncode = int(self._line.recv(_LENGTH))
                self._line.close()
        return self.returncode


def run(
    args: Sequence[str], *, env: Mapping[str, str] | None = None, cwd: Path = ROOT, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """A command to its end; one that takes longer than `timeout` seconds is killed.

    Raises: subprocess.TimeoutExpired.
    """
    process = Process(args, env=env, cwd=cwd)
    try:
        out, err = process.communicate(timeout)
    finally:
        process.kill()
    return subprocess.CompletedProcess(process.args, process.wait(), out, err)


_starting = threading.Lock()


def _warmed() -> str:
    """The address of this session's warm process, which is started by the first who asks."""
    with _starting:
        return _address()


@functools.cache
def _address() -> str:
    address = str(Path(tempfile.mkdtemp(prefix="gongkai-warm-", dir="/tmp")) / "socket")
    server = subprocess.Popen([sys.executable, "-m", "tests.warm", address], cwd=ROOT, stdin=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not Path(address).exists():
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the warm process did not start; python -m tests.warm /tmp/warm tells why")
        time.sleep(0.02)
    return address


def _import_all() -> None:
    """What any command may need, except what reads the environment or installs a reactor while it is imported."""
    import crawler.commands
    from crawler import settings

    for module in iter_modules(crawler.commands.__path__):
        if module.name not in THREADED:
            import_module(f"crawler.commands.{module.name}")
    tables = ("SPIDER_MIDDLEWARES", "DOWNLOADER_MIDDLEWARES", "EXTENSIONS", "ITEM_PIPELINES")
    for name in [path for table in tables for path in getattr(settings, table, {})] + [
        settings.SPIDER_LOADER_CLASS
    ]:
        import_module(name.rpartition(".")[0])
    del sys.modules["crawler.settings"]
    assert "twisted.internet.reactor" not in sys.modules
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "a fork would lose the other threads"
    gc.collect()
    gc.freeze()


def _serve(address: str) -> list[str]:
    """Fork for each command that is asked for. Returns, in the child alone, the command's arguments."""
    woken, wake = socket.socketpair()
    wake.setblocking(False)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    callers: dict[int, socket.socket] = {}
    with selectors.DefaultSelector() as ready, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listening:
        unnamed = f"{address}.new"  # there is an address only when it answers
        listening.bind(unnamed)
        listening.listen(64)
        Path(unnamed).rename(address)
        for source in (sys.stdin.fileno(), woken.fileno(), listening.fileno()):
            ready.register(source, selectors.EVENT_READ)
        while True:
            told = {key.fd for key, _ in ready.select()}
            if sys.stdin.fileno() in told:
                shutil.rmtree(Path(address).parent)
                sys.exit()
            if woken.fileno() in told:
                woken.recv(_LENGTH)
                _tell_ends(callers)
            if listening.fileno() in told:
                caller, _ = listening.accept()
                asked, files, _, _ = socket.recv_fds(caller, _LENGTH, 2)
                pid = os.fork()
                if pid == 0:
                    for other in callers.values():
                        other.close()
                    caller.close()
                    break
                for file in files:
                    os.close(file)
                caller.send(str(pid).encode())
                callers[pid] = caller
    woken.close()
    signal.set_wakeup_fd(-1)
    wake.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    return _become(json.loads(asked), files)


def _tell_ends(callers: dict[int, socket.socket]) -> None:
    while callers:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        caller = callers.pop(pid)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who asked may have gone
            caller.send(str(os.waitstatus_to_exitcode(status)).encode())
        caller.close()


def _become(asked: dict[str, object], files: list[int]) -> list[str]:
    args, env, directory = asked["args"], asked["env"], asked["cwd"]
    assert isinstance(args, list) and isinstance(env, dict) and isinstance(directory, str)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, file in enumerate([nothing, *files]):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(env)
    time.tzset()
    os.chdir(directory)
    return args


if __name__ == "__main__":
    from scrapy.cmdline import execute

    _import_all()
    sys.argv = [str(ROOT / "scrapy"), *_serve(sys.argv[1])]
    execute()
