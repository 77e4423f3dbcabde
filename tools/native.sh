#!/bin/sh
# Compile the native core into .venv where a C++ compiler is; where there is none, or it fails, say so once
# and end well: Belisha then uses numpy, with the same answers. Called by install.sh.
# A stamp keeps the checksum of what was tried, so that a second call has nothing to do.
set -u

cd "$(dirname "$0")/.."
python=.venv/bin/python
stamp=.venv/.native
log=.venv/native.log
build=.venv/native-build
compiler=$(command -v "${CXX:-c++}" || command -v g++ || command -v clang++)

state() {
    {
        pwd
        "$python" --version
        echo "$compiler"
        cat requirements-native.lock native/pyproject.toml native/CMakeLists.txt native/src/*
    } 2>&1 | cksum
}
now=$(state)
[ "$(cat "$stamp" 2>/dev/null)" = "$now" ] && exit 0

# Built in an environment of its own: the build tool's module `ninja` would lie over django-ninja's.
compile() {
    [ -x "$build/bin/python" ] || "${PYTHON:-python3}" -m venv "$build"
    rm -rf "$build/wheels"
    "$build/bin/python" -m pip install -q --disable-pip-version-check --require-hashes \
        -r requirements-native.lock &&
        PATH="$PWD/$build/bin:$PATH" CXX="$compiler" "$build/bin/python" -m pip wheel -q \
            --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir "$build/wheels" ./native &&
        "$python" -m pip install -q --disable-pip-version-check --no-deps --no-index --force-reinstall \
            "$build"/wheels/belisha_native-*.whl
}

without() {
    # A core from an earlier version could hold other functions than those that are called now.
    "$python" -m pip uninstall -qq --disable-pip-version-check --yes belisha-native 2>/dev/null
    echo "Hash lists will be searched by numpy: the same answers, slower. $1" >&2
    echo "To compile the native core: sudo apt-get install g++ python3-dev, then make install." >&2
}

if [ -z "$compiler" ]; then
    without "There is no C++ compiler."
else
    echo "Compiling the native core. This takes about half a minute."
    compile >"$log" 2>&1 || without "The native core did not compile; $log says why."
fi
echo "$now" >"$stamp"
