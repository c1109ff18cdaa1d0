#!/bin/sh
# See to a Chromium for the browser tests: use one that is there, or install Debian's.
set -eu

for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "No Chromium found; installing it by apt."
if command -v apt-get >/dev/null && $as_root apt-get update -qq &&
    $as_root apt-get install -y -qq chromium fonts-noto-cjk; then
    exit 0
fi
echo "No Chromium could be installed. Install Chromium or Chrome and run make test again." >&2
exit 2
