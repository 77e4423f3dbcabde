#include "entries.h"

#include <algorithm>
#include <tuple>

namespace belisha {
namespace {

void take(const Entries& entries, const Hit& hit, uint64_t entry, std::vector<Match>& matches) {
    if (!std::binary_search(entries.removed, entries.removed + entries.removed_count, entry))
        matches.push_back({hit.query, hit.distance, entry});
}

void take_others(const Entries& entries, const Hit& hit, std::vector<Match>& matches) {
    const uint32_t* end = entries.several_at + entries.several_count;
    const uint32_t* found = std::lower_bound(entries.several_at, end, hit.position);
    if (found == end || *found != hit.position) return;
    const uint32_t* offsets = entries.several_offsets + (found - entries.several_at);
    for (uint32_t i = offsets[0]; i < offsets[1]; i++) take(entries, hit, entries.several[i], matches);
}

bool before(const Match& a, const Match& b) {
    return std::tie(a.query, a.distance, a.entry) < std::tie(b.query, b.distance, b.entry);
}

}  // namespace

uint64_t Numbers::operator[](size_t i) const {
    switch (width) {
        case 1:
            return static_cast<const uint8_t*>(items)[i];
        case 2:
            return static_cast<const uint16_t*>(items)[i];
        case 4:
            return static_cast<const uint32_t*>(items)[i];
        default:
            return static_cast<const uint64_t*>(items)[i];
    }
}

std::vector<Match> matches_of(const Entries& entries, const Hits& hits) {
    std::vector<Match> matches;
    matches.reserve(hits.count);
    for (size_t i = 0; i < hits.count; i++) {
        take(entries, hits.items[i], entries.first[hits.items[i].position], matches);
        if (entries.several_count) take_others(entries, hits.items[i], matches);
    }
    std::sort(matches.begin(), matches.end(), before);
    return matches;
}

bool several_are_sound(const Entries& entries) {
    const uint32_t* offsets = entries.several_offsets;
    if (!entries.several_count) return true;
    for (size_t i = 0; i < entries.several_count; i++)
        if (offsets[i] > offsets[i + 1]) return false;
    return offsets[0] == 0 && offsets[entries.several_count] == entries.several.count;
}

}  // namespace belisha
