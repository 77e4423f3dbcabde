// The functions that exist once for each instruction set.
#pragma once

#include <cstddef>
#include <cstdint>

#include "hits.h"
#include "view.h"

namespace belisha {

struct PdqKernel;

struct Kernel {
    const char* name;
    // Every hash within max_distance of each query, once, in no promised order.
    void (*search)(const View&, const uint64_t* queries, size_t count, int max_distance, Hits&);
    // The same answer by comparing each query with every hash.
    void (*scan)(const View&, const uint64_t* queries, size_t count, int max_distance, Hits&);
    const PdqKernel* pdq;
};

extern const Kernel kernel_portable;
extern const Kernel kernel_avx2;
extern const Kernel kernel_avx512;

// The best kernel that this machine can run, or the one of that name; null where it can't be had.
const Kernel* best_kernel();
const Kernel* named_kernel(const char* name);

}  // namespace belisha
