#!/bin/sh
# Compile the native core for 64-bit ARM, and see under an emulator that its search is exact there, and that it
# hashes pictures to the same bits as here. Where the tools are missing it says so
# (Debian: sudo apt-get install g++-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user).
set -eu

cd "$(dirname "$0")/.."
compiler=aarch64-linux-gnu-g++
emulator=qemu-aarch64
command -v "$compiler" >/dev/null && command -v "$emulator" >/dev/null || {
    echo "The native core was not tried on ARM: there is no $compiler or no $emulator." >&2
    exit 0
}

# $1: the compiler, $2: the program, $3: what else it is given.
compile() {
    (cd native/src && "$1" -std=gnu++17 -O3 -Wall -Wextra -Wno-psabi -ffp-contract=off $3 \
        -o "../../build/arm/$2" \
        -DBELISHA_KERNEL=kernel_portable -DBELISHA_PDQ=pdq_portable -DBELISHA_LANES='"lanes_portable.h"' \
        bands.cpp dispatch.cpp hits.cpp kernel.cpp pdq.cpp pdq_finish.cpp pdq_kernel.cpp pdq_tents.cpp \
        "../tests/${2%-*}.cpp")
}

mkdir -p build/arm
compile "$compiler" exact-arm -static
compile "$compiler" hashes-arm -static
compile "${CXX:-g++}" hashes-here ""
printf "64-bit ARM, "
"$emulator" build/arm/exact-arm
there=$("$emulator" build/arm/hashes-arm)
here=$(build/arm/hashes-here)
[ "$there" = "$here" ] || { echo "Hashes on ARM differ: $there there, $here here." >&2; exit 1; }
echo "64-bit ARM, the same hashes of $there"
