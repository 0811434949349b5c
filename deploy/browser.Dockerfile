# A Chromium for pages that are empty without one, apart from the crawler and from the network.
FROM debian:trixie-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium curl fonts-noto-cjk socat \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 10001 --home-dir /tmp --shell /usr/sbin/nologin browser
COPY browser.sh /browser.sh
USER browser
ENV HOME=/tmp
CMD ["sh", "/browser.sh"]
