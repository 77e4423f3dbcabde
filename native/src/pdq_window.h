// Where a box lies, and where the points do. Of internal linkage: the kernels compile it for other machines.
#pragma once

#include "pdq.h"

namespace belisha {
namespace {

// The box around a pixel, one that moves along a side of `size` pixels.
struct Window {
    size_t size, full, ahead;

    explicit Window(size_t side) : size(side), full((side + 2 * SIDE - 1) / (2 * SIDE)), ahead(full / 2) {}

    size_t first(size_t place) const { return place + ahead + 1 > full ? place + ahead + 1 - full : 0; }
    size_t last(size_t place) const { return place + ahead < size ? place + ahead : size - 1; }
    size_t count(size_t place) const { return last(place) - first(place) + 1; }
};

// Where the point lies along a side.
inline size_t sample(size_t point, size_t size) {
    return (2 * point + 1) * size / (2 * SIDE);
}

}  // namespace
}  // namespace belisha
