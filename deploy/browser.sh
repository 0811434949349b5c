#!/bin/sh
# Chromium's debugging port for the workers. It listens on loopback whatever it is told, so socat brings it out.
#   GONGKAI_BROWSER_PORT=9222    where the workers ask; Chromium itself listens on the next one
set -eu
port=${GONGKAI_BROWSER_PORT:-9222}
profile=$(mktemp -d)
socat "TCP-LISTEN:$port,fork,reuseaddr" "TCP:127.0.0.1:$((port + 1))" &
# the container is the sandbox: no capabilities, nothing writable, no network but the workers' gates
exec chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
  --disable-background-networking --disable-component-update --disable-default-apps --disable-sync --disable-quic \
  --force-webrtc-ip-handling-policy=disable_non_proxied_udp --no-first-run --mute-audio \
  --proxy-server=http://127.0.0.1:9 --user-data-dir="$profile" --remote-debugging-port="$((port + 1))" about:blank
