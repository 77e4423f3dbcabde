#include <algorithm>
#include <vector>

#include "bands.h"

namespace belisha {
namespace {

struct Place {
    uint64_t first;  // The hash's first word: most comparisons need no more.
    uint32_t position;
};

}  // namespace

void sort_positions(const uint64_t* hashes, const uint64_t* entries, uint32_t count, uint32_t* positions) {
    std::vector<Place> places(count);
    for (uint32_t i = 0; i < count; i++) places[i] = {hashes[i * size_t{WORDS}], i};
    std::sort(places.begin(), places.end(), [=](const Place& a, const Place& b) {
        if (a.first != b.first) return a.first < b.first;
        const uint64_t *x = hashes + a.position * size_t{WORDS}, *y = hashes + b.position * size_t{WORDS};
        for (unsigned i = 1; i < WORDS; i++)
            if (x[i] != y[i]) return x[i] < y[i];
        return entries[a.position] < entries[b.position];
    });
    for (uint32_t i = 0; i < count; i++) positions[i] = places[i].position;
}

}  // namespace belisha
