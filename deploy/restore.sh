#!/bin/sh
# A backup into an empty database and an empty store:   DATABASE_URL=… GONGKAI_VAR=… deploy/restore.sh DIR
# Afterwards `scrapy verify` proves that every row finds its original, whole.
set -eu
from=${1:?usage: deploy/restore.sh DIR}
. deploy/postgres.sh
used=$(pg psql -XAtq -d "$url" -c "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')")
if [ "$used" -ne 0 ]; then
  echo "restore: the database has $used tables already; name an empty one" >&2
  exit 2
fi
# roles belong to the server, not to the dump
pg psql -Xq -d "$url" -c "DO \$\$ BEGIN CREATE ROLE gongkai_reader NOLOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END \$\$"
pg pg_restore --exit-on-error --no-owner --dbname="$url" "$from/database.dump"
if [ -n "$objects" ] && [ -d "$from/objects" ]; then
  mkdir -p "$objects"
  tar -C "$from/objects" -cf - . | tar -C "$objects" -xpf -
fi
echo "restore: done; now scrapy verify"
