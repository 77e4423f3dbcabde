#include "bands.h"

#include <cstring>
#include <vector>

namespace belisha {

void build_band(const uint64_t* hashes, uint32_t count, unsigned band, uint32_t* offsets, uint16_t* checks,
                uint32_t* ids) {
    const uint16_t* words = reinterpret_cast<const uint16_t*>(hashes);
    std::memset(offsets, 0, OFFSETS * sizeof *offsets);
    for (size_t i = 0; i < count; i++) offsets[words[i * BANDS + band] + 1]++;
    for (size_t key = 0; key < BUCKETS; key++) offsets[key + 1] += offsets[key];
    std::vector<uint32_t> next(offsets, offsets + BUCKETS);
    for (uint32_t i = 0; i < count; i++) {
        const uint16_t* hash = words + i * size_t{BANDS};
        const uint32_t at = next[hash[band]]++;
        checks[at] = hash[(band + 1) % BANDS];
        ids[at] = i;
    }
    std::memset(checks + count, 0, PADDING * sizeof *checks);
}

bool offsets_are_sound(const uint32_t* offsets, uint32_t count) {
    uint32_t falls = offsets[0];
    for (size_t key = 0; key < BUCKETS; key++) falls |= offsets[key] > offsets[key + 1];
    return falls == 0 && offsets[BUCKETS] == count;
}

}  // namespace belisha
