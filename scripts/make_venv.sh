#!/bin/sh
# Make the virtual environment $VENV with $PYTHON, or say what is missing.
set -eu

"$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Python 3.11 or later is needed; '$PYTHON' is $("$PYTHON" --version 2>&1 || echo missing)." >&2
    echo "Install one, or name it: make run PYTHON=python3.12" >&2
    exit 2
}
[ -x "$VENV/bin/python" ] && "$VENV/bin/python" -c 'import pip' 2>/dev/null && exit 0

# Debian and Ubuntu keep ensurepip in a package of its own.
if ! "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    package="python$version-venv"
    as_root=""
    [ "$(id -u)" = 0 ] || as_root="sudo"
    echo "This Python comes without venv; installing $package."
    if ! { command -v apt-get >/dev/null && $as_root apt-get update -qq &&
        $as_root apt-get install -y -qq "$package"; }; then
        echo "It could not be installed. Install $package (or python3-venv) and run make again." >&2
        exit 2
    fi
fi
"$PYTHON" -m venv "$VENV"
