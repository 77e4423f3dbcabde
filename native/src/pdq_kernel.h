// The two ways from a picture to 64 x 64 points, compiled once for each instruction set.
#pragma once

#include "pdq.h"

namespace belisha {

constexpr int32_t WHOLE = 1 << 22;  // All weights of a point: pixels times both weights fit a double exactly.

// How much each pixel of a side counts in each point. A point has `taps` weights in a row, for the pixels
// from its first one on; the last ones are 0 where it has fewer.
struct Weights {
    size_t taps;
    const size_t* first;
    const int32_t* weights;
};

struct PdqKernel {
    // Every point as a weighted sum of the pixels: about one multiplication a pixel. Bytes alone.
    void (*weigh)(const Picture&, const Weights& down, const Weights& across, Points&);
    // Pass after pass, every sum rounded as Meta's program rounds it.
    void (*box)(const Picture&, Points&);
};

}  // namespace belisha
