// Two passes of a box over a row, and then samples: together a weight for each pixel in each point.
#pragma once

#include <vector>

#include "pdq_kernel.h"

namespace belisha {

// The weights of one side, as it is and mirrored.
struct Tents {
    size_t taps = 0;
    size_t first[SIDE];
    std::vector<int32_t> weights[2];

    Weights view() const {
        return {taps, first, {weights[0].data(), weights[1].data()}, weights[0] == weights[1]};
    }
};

Tents tents(size_t size);

// The same for a side whose pixels went into fewer ones, `by` of them into each; 0: evenly.
Tents tents_of_shrunk(size_t full, size_t size, unsigned by);

// 1, 2, 4 or 8, where both full sides divided by it and rounded up are those of the picture; 0 where none is.
unsigned shrunk_by(const Picture&, size_t full_height, size_t full_width);

}  // namespace belisha
