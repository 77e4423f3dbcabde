#!/bin/sh
# Run the tests of matching and of hashing with a native core that is built to stop at any wrong access to memory
# (ASan) and at any undefined behaviour (UBSan). It is built apart, in build/sanitized; the installed core stays.
set -eu

cd "$(dirname "$0")/.."
build=build/sanitized
compiler=$(command -v "${CXX:-g++}" || command -v clang++) && [ -x .venv/native-build/bin/cmake ] || {
    echo "The sanitizers were not run: there is no C++ compiler." >&2
    exit 0
}

mkdir -p "$build"
PATH="$PWD/.venv/native-build/bin:$PATH"
cmake -S native -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBELISHA_SANITIZE=ON \
    -DCMAKE_CXX_COMPILER="$compiler" -DPython_EXECUTABLE="$PWD/.venv/native-build/bin/python" >"$build.log" 2>&1 &&
    ninja -C "$build" >>"$build.log" 2>&1 || { cat "$build.log" >&2; exit 1; }

# Python itself was built without them, so their libraries have to be there first; and it frees nothing at its end.
LD_PRELOAD="$("$compiler" -print-file-name=libasan.so) $("$compiler" -print-file-name=libubsan.so)" \
    ASAN_OPTIONS=detect_leaks=0:abort_on_error=1 UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1 \
    .venv/bin/python -m pytest -q -p tests.sanitized -m "not slow" \
    tests/matching tests/screening/test_pdq.py "$@"
