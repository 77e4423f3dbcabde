#!/bin/sh
# Compile the search for 64-bit ARM, and see that it is exact there, under an emulator. Where the tools are missing
# it says so (Debian: sudo apt-get install g++-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user).
set -eu

cd "$(dirname "$0")/.."
compiler=aarch64-linux-gnu-g++
emulator=qemu-aarch64
command -v "$compiler" >/dev/null && command -v "$emulator" >/dev/null || {
    echo "The search was not tried on ARM: there is no $compiler or no $emulator." >&2
    exit 0
}

mkdir -p build/arm
"$compiler" -std=c++17 -O3 -Wall -Wextra -static -o build/arm/exact \
    -DBELISHA_KERNEL=kernel_portable -DBELISHA_LANES='"lanes_portable.h"' \
    native/src/kernel.cpp native/src/bands.cpp native/src/dispatch.cpp native/src/hits.cpp native/tests/exact.cpp
printf "64-bit ARM, "
"$emulator" build/arm/exact
