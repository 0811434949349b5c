#!/usr/bin/env bash
# The programs of other makers that tests drive, `make bench` compares with and the corpus is made by.
#   tests/tools.sh [chromium|soffice|poppler|fonts|wget …]     all, if none is named
# What is missing is installed with apt-get by root, else named loudly: nothing is skipped for want of it.
set -euo pipefail

has() {
  case "$1" in
    chromium) command -v chromium >/dev/null ;;
    soffice) command -v soffice >/dev/null ;;
    poppler) command -v pdftotext >/dev/null && command -v pdftoppm >/dev/null ;;
    wget) command -v wget >/dev/null ;;
    fonts) command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family)" ] ;;
    *) echo "tools: $1 is none of chromium, soffice, poppler, fonts, wget" >&2; exit 2 ;;
  esac
}

packages_of() {
  case "$1" in
    chromium) echo chromium ;;
    soffice) echo libreoffice-writer libreoffice-calc ;;
    poppler) echo poppler-utils ;;
    fonts) echo fontconfig fonts-noto-cjk ;;
    wget) echo wget ;;
  esac
}

[ $# -gt 0 ] || set -- chromium soffice poppler fonts wget
missing=() packages=()
for tool in "$@"; do
  has "$tool" && continue
  missing+=("$tool")
  read -ra needed <<<"$(packages_of "$tool")"
  packages+=("${needed[@]}")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "tools: installing ${packages[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" || true
fi
for tool in "${missing[@]}"; do
  has "$tool" && continue
  echo "tools: $tool is missing; as root: apt-get install ${packages[*]}" >&2
  exit 2
done
