// From 64 x 64 points, and those of the picture mirrored, to the fingerprint. Sums are in the order of Meta's
// program.
#pragma once

#include "pdq.h"

namespace belisha {

struct Finished {
    Fingerprint fingerprint;
    float gap;    // Between the two frequencies in the middle, of the picture as it is.
    size_t near;  // How many frequencies, in the worst of its variants, are so near the middle that a shrunk
                  // picture can't tell on which side they are.
};

Finished finish(const Mirrored&);

// By how much points may be others, and how far apart the two frequencies in the middle have to be for it.
struct Doubt {
    float points, gap;
};

// Whether points with so much doubt have the same hash and quality, as it is.
bool certain(const Finished&, const Points&, const Doubt&);

}  // namespace belisha
