// The two ways from a picture to 64 x 64 points, compiled once for each instruction set.
#pragma once

#include "pdq.h"

namespace belisha {

constexpr int32_t WHOLE = 1 << 22;  // All weights of a point: pixels times both weights fit a double exactly.

// How much each pixel of a side counts in each point, and in the point at the same place of the side
// mirrored, which is the last one where it is the first. Both have `taps` weights in a row, for the pixels
// from the same first one on; some are 0 where a point has fewer.
struct Weights {
    size_t taps;
    const size_t* first;
    const int32_t* weights[2];
    bool evenly;  // Mirroring the side changes nothing: both are the same.
};

struct PdqKernel {
    // Every point as a weighted sum of the pixels: about two multiplications a pixel for all four ways.
    void (*weigh)(const Picture&, const Weights& down, const Weights& across, Mirrored&);
    // Pass after pass, every sum rounded as Meta's program rounds it.
    void (*box)(const Picture&, Points&);
};

}  // namespace belisha
