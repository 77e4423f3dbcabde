#!/bin/sh
# Make .venv and install what the lock files name, by hash. Usage: [EXTRAS=exchange] install.sh run|dev
# Stamps keep the checksum of what was installed, so that a second call has nothing to do.
set -eu

cd "$(dirname "$0")/.."
wanted=$1
: "${PYTHON:=python3}"
python=.venv/bin/python

command -v "$PYTHON" >/dev/null || {
    echo "Belisha needs Python 3.11 or newer, and $PYTHON was not found. On Debian and Ubuntu: sudo apt-get install python3 python3-venv" >&2
    exit 1
}

# The folder is part of it: a virtual environment that was moved or copied does not work.
state() {
    { pwd; "$PYTHON" --version; cat pyproject.toml requirements.lock requirements-build.lock requirements-dev.lock; } 2>&1 | cksum
}
now=$(state)
stamped() { [ "$(cat ".venv/.installed-$1" 2>/dev/null)" = "$now" ]; }

# The clients of the exchanges, for the tests and for who asks for them. Their package names more than they
# import, faiss among it: the lock file leaves that out, so pip must not go after it.
exchange() {
    case "$wanted ${EXTRAS:-}" in dev* | *exchange*) ;; *) return 0 ;; esac
    of=$(echo "$now" | cat - requirements-exchange.lock | cksum)
    [ "$(cat .venv/.exchange 2>/dev/null)" = "$of" ] && return 0
    "$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
        -r requirements-exchange.lock
    echo "$of" >.venv/.exchange
}

# What the tests need includes what running needs.
if [ -x "$python" ] && { stamped "$wanted" || stamped dev; }; then
    exchange
    exec tools/native.sh
fi

"$PYTHON" tools/preflight.py
if [ ! -x "$python" ] || ! "$python" -m pip --version >/dev/null 2>&1 ||
    [ "$("$python" --version)" != "$("$PYTHON" --version)" ]; then
    echo "Making .venv with $("$PYTHON" --version)."
    "$PYTHON" -m venv --clear .venv
fi

lock=requirements.lock
[ "$wanted" = dev ] && lock=requirements-dev.lock
echo "Installing $lock, by hash. The first time takes a minute or two."
rm -f .venv/.installed-*
"$python" -m pip install -qq --disable-pip-version-check --require-hashes \
    -r "$lock" -r requirements-build.lock
# pip can't hash a folder, so the project itself goes in on its own, with nothing left to fetch.
"$python" -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
echo "$now" >".venv/.installed-$wanted"
exchange
exec tools/native.sh
