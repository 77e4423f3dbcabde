// From the position of a hash to the entries that carry it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "hits.h"

namespace belisha {

// Whole numbers in the narrowest width that holds them.
struct Numbers {
    const void* items = nullptr;
    size_t count = 0;
    unsigned width = 8;

    uint64_t operator[](size_t i) const;
};

struct Entries {
    Numbers first;                         // One for each hash.
    const uint32_t* several_at = nullptr;  // Positions of hashes with more than one, in order ...
    size_t several_count = 0;
    const uint32_t* several_offsets = nullptr;  // ... and where the others of each begin
    Numbers several;                            // in here.
    const uint64_t* removed = nullptr;          // In order; never reported.
    size_t removed_count = 0;
};

struct Match {
    uint32_t query;
    uint32_t distance;
    uint64_t entry;
};

// The entries of all hits, nearest first and then by entry, query by query.
std::vector<Match> matches_of(const Entries& entries, const Hits& hits);

// Do the offsets of the others follow one another and end at the last?
bool several_are_sound(const Entries& entries);

}  // namespace belisha
