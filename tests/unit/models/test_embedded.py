"""The embedded PostgreSQL: it starts by itself, once, and comes back after whatever was done to it."""

from __future__ import annotations

import os
import pwd
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from models import embedded, passage
from models.embedded import MAX_SOCKET_PATH, EmbeddedError, Server
from models.passage import Owner, PassageError
from tests.conftest import FAST

ROOT = os.geteuid() == 0


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory of the test's own, with a short path; whatever server runs below it is stopped."""
    with tempfile.TemporaryDirectory(prefix="gongkai-test-", dir="/tmp") as name:
        yield Path(name)
        for root in Path(name).rglob("pg"):
            if (root / "data").exists():
                Server(root).stop()


@pytest.fixture
def server(place: Path) -> Server:
    made = Server(place / "var" / "pg", FAST)
    made.ensure_running()
    return made


def ask(server: Server, statement: str) -> list[tuple[object, ...]]:
    url = server.url().set(drivername="postgresql").render_as_string()
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def kill(server: Server) -> int:
    pid = server.postmaster()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def command(place: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "models.embedded", *arguments],
        env=os.environ | {"GONGKAI_VAR": str(place / "var")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_it_is_utf8_in_utc_and_private(server: Server) -> None:
    assert ask(server, "SHOW server_encoding") == [("UTF8",)]
    assert ask(server, "SHOW TimeZone") == [("UTC",)]
    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert stat.S_IMODE(server.root.stat().st_mode) == 0o700
    assert stat.S_IMODE(server.data.stat().st_mode) == 0o700


def test_as_root_it_runs_as_another_user(server: Server) -> None:
    pid = server.postmaster()
    uid = psutil.Process(pid).uids().effective
    assert uid == (pwd.getpwnam(passage.SYSTEM_USER).pw_uid if ROOT else os.geteuid())


def test_a_second_start_finds_the_first(server: Server) -> None:
    pid = server.postmaster()
    Server(server.root).ensure_running()
    assert server.postmaster() == pid


def test_no_process_stops_it_for_the_others(place: Path) -> None:
    first = command(place, "url")
    out, err = first.communicate(timeout=60)
    assert (first.returncode, err) == (0, "")
    assert out.startswith("postgresql://gongkai@/gongkai?host=")
    assert ask(Server(place / "var" / "pg"), "SELECT 1") == [(1,)]


@pytest.mark.parametrize("killed_before", [False, True])
def test_many_starts_at_once_are_one_server(place: Path, killed_before: bool) -> None:
    if killed_before:
        running = Server(place / "var" / "pg")
        running.ensure_running()
        kill(running)
    starts = [command(place, "url") for _ in range(4)]
    answers = [start.communicate(timeout=120) for start in starts]
    assert [start.returncode for start in starts] == [0] * 4, answers
    assert len({out for out, _ in answers}) == 1
    data = str(place / "var" / "pg" / "data")
    servers = [
        process.pid
        for process in psutil.process_iter(["cmdline"])
        if [data] == (process.info["cmdline"] or [])[2:3]
    ]
    assert len(servers) == 1


def test_killed_with_a_query_under_way_it_recovers_what_was_committed(server: Server) -> None:
    ask(server, "CREATE TABLE t AS SELECT generate_series(1, 100000) AS i")
    url = server.url().set(drivername="postgresql").render_as_string()
    busy = psycopg.connect(url)
    busy.execute("DELETE FROM t")
    kill(server)
    server.ensure_running()
    busy.close()
    assert ask(server, "SELECT count(*) FROM t") == [(100000,)]


def test_a_pid_that_another_process_inherited_is_no_server(server: Server) -> None:
    server.stop()
    owner = server.root.stat()
    other = subprocess.Popen(["sleep", "60"], user=owner.st_uid if ROOT else None)
    noted = server.data / "postmaster.pid"
    noted.write_text(f"{other.pid}\n{server.data}\n1\n5432\n{server.root}\n\n1 1\nready\n")
    os.chown(noted, owner.st_uid, owner.st_gid)
    assert server.postmaster() is None
    server.ensure_running()
    assert ask(server, "SELECT 1") == [(1,)]
    other.kill()
    other.wait()


def test_a_torn_pid_file_is_no_server(server: Server) -> None:
    for content in ("", "\n", "12", "garbage\n"):
        server.stop()
        (server.data / "postmaster.pid").write_text(content)
        server.ensure_running()
        assert ask(server, "SELECT 1") == [(1,)]


def test_an_initdb_that_was_killed_leaves_no_half_database(place: Path) -> None:
    root = place / "var" / "pg"
    start = command(place, "url")
    deadline = time.monotonic() + 30
    while not list(root.glob("new-*/PG_VERSION")) and time.monotonic() < deadline:
        time.sleep(0.005)
    start.kill()
    start.wait()
    assert not (root / "data").exists()
    server = Server(root, FAST)
    server.ensure_running()
    assert ask(server, "SELECT 1") == [(1,)]


def test_data_deleted_under_a_running_server(place: Path) -> None:
    root = place / "var" / "pg"
    first = Server(root, FAST)
    first.ensure_running()
    orphan = first.postmaster()
    assert orphan is not None
    subprocess.run(["rm", "-rf", str(root)], check=True)
    second = Server(root, FAST)
    second.ensure_running()
    assert not psutil.pid_exists(orphan) or psutil.Process(orphan).status() == psutil.STATUS_ZOMBIE
    assert ask(second, "SELECT 1") == [(1,)]


def test_a_path_too_long_for_a_socket(place: Path) -> None:
    deep = place.joinpath(*["政府信息公开工作年度报告"] * 5)
    server = Server(deep / "pg", FAST)
    assert len(os.fsencode(server.root)) > MAX_SOCKET_PATH
    server.ensure_running()
    assert ask(server, "SELECT 1") == [(1,)]
    directory = server.socket_dir
    assert directory.parent == Path("/tmp")
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    server.stop()
    assert not directory.exists()


def test_a_socket_directory_that_others_prepared_is_refused(place: Path) -> None:
    deep = place.joinpath(*["政府信息公开工作年度报告"] * 5)
    server = Server(deep / "pg", FAST)
    server.socket_dir.mkdir(mode=0o777)
    server.socket_dir.chmod(0o777)
    with pytest.raises(EmbeddedError, match="belongs to someone else"):
        server.ensure_running()
    server.socket_dir.rmdir()


def test_a_path_with_quotes_and_spaces(place: Path) -> None:
    server = Server(place / 'a "b" $c, d\'e' / "pg", FAST)
    server.ensure_running()
    assert ask(server, "SELECT 1") == [(1,)]


def test_what_postgresql_says_when_it_does_not_start(server: Server) -> None:
    server.stop()
    with pytest.raises(EmbeddedError, match="no_such_setting"):
        Server(server.root, {"no_such_setting": "1"}).ensure_running()


def test_stop_and_status(place: Path, server: Server) -> None:
    said, _ = command(place, "status").communicate(timeout=60)
    assert f"runs, pid {server.postmaster()}" in said
    assert "stopped" in command(place, "stop").communicate(timeout=60)[0]
    assert server.postmaster() is None
    assert "was not running" in command(place, "stop").communicate(timeout=60)[0]
    usage = command(place, "begin")
    assert "usage" in usage.communicate(timeout=60)[1]
    assert usage.returncode == 2


def test_stop_waits_for_nobody(server: Server) -> None:
    url = server.url().set(drivername="postgresql").render_as_string()
    idle = psycopg.connect(url)
    idle.execute("SELECT 1")
    assert server.stop()
    idle.close()


@pytest.mark.skipif(ROOT, reason="root may enter everything; the next test is root's")
def test_another_users_database_is_told_so(place: Path) -> None:
    (place / "var" / "pg").mkdir(parents=True)
    (place / "var").chmod(0o000)
    with pytest.raises(EmbeddedError, match="GONGKAI_VAR"):
        Server(place / "var" / "pg").ensure_running()
    (place / "var").chmod(0o700)


@pytest.mark.skipif(not ROOT, reason="only root needs another user")
class TestRoot:
    def test_a_closed_home_is_opened_for_the_server_alone(self, place: Path) -> None:
        home = place / "home"
        home.mkdir(mode=0o700)
        server = Server(home / "repo" / "var" / "pg", FAST)
        server.ensure_running()
        assert ask(server, "SELECT 1") == [(1,)]
        # an access list shows as group bits; nobody else got in
        assert stat.S_IMODE(home.stat().st_mode) & 0o007 == 0
        nobody = pwd.getpwnam("nobody")
        outside = subprocess.run(["ls", str(home)], user=nobody.pw_uid, capture_output=True, check=False)
        assert outside.returncode != 0
        inside = subprocess.run(["ls", str(home)], user=passage.SYSTEM_USER, capture_output=True, check=False)
        assert inside.returncode != 0  # it may pass, not look round

    def test_the_owner_of_existing_data_runs_its_server(self, place: Path) -> None:
        nobody = pwd.getpwnam("nobody")
        root = place / "pg"
        root.mkdir()
        os.chown(root, nobody.pw_uid, nobody.pw_gid)
        server = Server(root, FAST)
        server.ensure_running()
        assert psutil.Process(server.postmaster()).uids().effective == nobody.pw_uid

    def test_another_user_is_told_whose_it_is(self, server: Server) -> None:
        script = f"""
import os, pwd, sys
sys.path.insert(0, {str(Path.cwd())!r})
from pathlib import Path
from models.embedded import EmbeddedError, Server
os.setgid(pwd.getpwnam("nobody").pw_gid)
os.setuid(pwd.getpwnam("nobody").pw_uid)
for act in ("ensure_running", "stop", "postmaster"):
    try:
        getattr(Server(Path({str(server.root)!r})), act)()
    except EmbeddedError as error:
        assert "GONGKAI_VAR" in str(error), error
    else:
        raise AssertionError(act)
"""
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert ask(server, "SELECT 1") == [(1,)]

    def test_where_there_are_no_access_lists_it_says_what_to_do(
        self, place: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object) -> None:
            raise OSError(95, "Operation not supported")

        monkeypatch.setattr(os, "setxattr", refuse)
        place.chmod(0o700)
        with pytest.raises(PassageError, match=f"chmod o\\+x {place}"):
            passage.let_through(place / "pg", Owner(65534, 65534))

    def test_a_user_that_cannot_be_made_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(passage, "SYSTEM_USER", "no such:user")
        with pytest.raises(PassageError, match="DATABASE_URL"):
            passage.system_user()

    def test_a_private_installation_becomes_readable(self, place: Path) -> None:
        tree = place / "bin"
        tree.mkdir(mode=0o700)
        program = tree / "postgres"
        program.write_text("#!")
        program.chmod(0o700)
        (tree / "data").write_text("")
        (tree / "data").chmod(0o600)
        passage.let_read(tree)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (tree, program, tree / "data")]
        assert modes == [0o755, 0o755, 0o644]


def test_the_place_follows_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GONGKAI_VAR", str(tmp_path))
    assert embedded.server().root == tmp_path.resolve() / "pg"
    monkeypatch.delenv("GONGKAI_VAR")
    assert embedded.server().root == Path(__file__).resolve().parents[3] / "var" / "pg"
