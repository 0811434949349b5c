#!/bin/sh
# Database and originals into a directory, while crawls may go on:   deploy/backup.sh DIR
# The database comes first: an original is kept before any row names it, and never changes, so every row of the
# dump finds its original in the copy that is made after it. A second backup into DIR copies what is new (rsync).
set -eu
to=${1:?usage: deploy/backup.sh DIR}
. deploy/postgres.sh
umask 077
mkdir -p "$to"
pg pg_dump --format=custom --file="$to/database.new" "$url"
mv "$to/database.new" "$to/database.dump"
if [ -n "$objects" ] && [ -d "$objects" ]; then
  mkdir -p "$to/objects"
  # half-written originals of crawls that go on have names of their own
  if command -v rsync >/dev/null; then
    rsync -a --exclude='.new-*' "$objects/" "$to/objects/"
  else
    tar -C "$objects" --exclude='.new-*' -cf - . | tar -C "$to/objects" -xpf -
  fi
fi
echo "backup: $to ($(du -sh "$to" | cut -f1))"
