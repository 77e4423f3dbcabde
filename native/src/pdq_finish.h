// From 64 x 64 points to the fingerprint, with the sums in the order of Meta's program.
#pragma once

#include "pdq.h"

namespace belisha {

struct Finished {
    Fingerprint fingerprint;
    float gap;    // Between the two frequencies in the middle, in the variant where they are nearest.
    size_t near;  // How many frequencies are so near the middle that a shrunk picture can't tell which side.
};

Finished finish(const Points&);

// By how much points may be others, and how far apart the two frequencies in the middle have to be for it.
struct Doubt {
    float points, gap;
};

// Whether points with so much doubt have the same fingerprint.
bool certain(const Finished&, const Points&, const Doubt&);

}  // namespace belisha
