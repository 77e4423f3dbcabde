// Chooses the kernel at run time, so that one build serves old and new machines.
#include <cstring>

#include "kernel.h"

namespace belisha {
namespace {

#ifdef BELISHA_X86
bool has_avx2() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2");
}

bool has_avx512() {
    return has_avx2() && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512bitalg") && __builtin_cpu_supports("avx512vpopcntdq");
}
#endif

}  // namespace

const Kernel* best_kernel() {
#ifdef BELISHA_X86
    if (has_avx512()) return &kernel_avx512;
    if (has_avx2()) return &kernel_avx2;
#endif
    return &kernel_portable;
}

const Kernel* named_kernel(const char* name) {
    if (!std::strcmp(name, "portable")) return &kernel_portable;
#ifdef BELISHA_X86
    if (!std::strcmp(name, "avx2") && has_avx2()) return &kernel_avx2;
    if (!std::strcmp(name, "avx512") && has_avx512()) return &kernel_avx512;
#endif
    return nullptr;
}

}  // namespace belisha
