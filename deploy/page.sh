#!/bin/sh
# Builds the page anew, again and again: cron's work where there is no cron (a container).
#   GONGKAI_PAGE=/page/html      where it goes: below the mount, for the new page changes places with the old one
#   GONGKAI_PAGE_SECONDS=3600    pause between two builds
set -u
child=
trap '[ -z "$child" ] || kill -TERM "$child" 2>/dev/null; exit 143' TERM INT
while :; do
  scrapy site build --out "${GONGKAI_PAGE:-/page/html}" &
  child=$!
  wait "$child" || echo "page: not built, the next try is in ${GONGKAI_PAGE_SECONDS:-3600} s" >&2
  sleep "${GONGKAI_PAGE_SECONDS:-3600}" &
  child=$!
  wait "$child"
done
