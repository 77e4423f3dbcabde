// Making and checking the arrays that a search walks.
#pragma once

#include "view.h"

namespace belisha {

// Fill one band of an index: a counting sort of the hashes by their word in it.
void build_band(const uint64_t* hashes, uint32_t count, unsigned band, uint32_t* offsets, uint16_t* checks,
                uint32_t* ids);

// Do the buckets follow one another and end at the last posting? A search of any that do stays inside the
// arrays.
bool offsets_are_sound(const uint32_t* offsets, uint32_t count);

// Order positions by hash, and equal hashes by entry.
void sort_positions(const uint64_t* hashes, const uint64_t* entries, uint32_t count, uint32_t* positions);

}  // namespace belisha
