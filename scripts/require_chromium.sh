#!/bin/sh
# See to a Chromium for the browser tests: one that is there, Debian's, or Playwright's own build.
# The argument is the Python of the virtual environment.
set -eu

there() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1 && "$name" --version >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

there && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo"
echo "No Chromium found; installing it by apt."
if command -v apt-get >/dev/null && $as_root apt-get update -qq; then
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq chromium fonts-noto-cjk || true
fi
there && exit 0
# Ubuntu's package is a snap, which may not run everywhere.
echo "Taking Playwright's own Chromium."
"$1" -m playwright install --with-deps chromium && exit 0
echo "No Chromium could be installed. Install Chromium or Chrome and run make test again." >&2
exit 2
