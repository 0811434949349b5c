#!/bin/sh
# Crawls every portal in turn, once a day: cron's work where there is no cron (a container).
#   GONGKAI_AT=03:10        time of day (UTC) of the daily pass
#   GONGKAI_SITES="a b"     the portals (default: every site file)
#   GONGKAI_SITE_SECONDS=N  hard limit for one portal (default 4 hours)
#   GONGKAI_ONCE=1          one pass, now, then exit with the worst exit code
set -u
at=${GONGKAI_AT:-03:10}
limit=${GONGKAI_SITE_SECONDS:-14400}
child=
trap 'if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null; wait "$child"; fi; exit 143' TERM INT

pass() {
  worst=0
  for site in ${GONGKAI_SITES:-$(scrapy list | grep -vx -e portal -e archive)}; do
    # TERM lets the run close its ledger row; KILL a minute later if it hangs
    timeout -k 60 "$limit" scrapy crawl "$site" &
    child=$!
    wait "$child"; code=$?
    child=
    [ "$code" -eq 0 ] || echo "schedule: scrapy crawl $site ended with exit code $code" >&2
    [ "$code" -le "$worst" ] || worst=$code
  done
  return "$worst"
}

if [ -n "${GONGKAI_ONCE:-}" ]; then pass; exit $?; fi
while :; do
  now=$(date -u +%s)
  next=$(date -u -d "$at" +%s)
  [ "$next" -gt "$now" ] || next=$((next + 86400))
  echo "schedule: next pass at $(date -u -d "@$next" +%FT%TZ)"
  sleep $((next - now)) &
  child=$!
  wait "$child"
  child=
  pass
done
