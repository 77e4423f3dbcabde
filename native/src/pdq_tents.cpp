#include "pdq_tents.h"

#include <algorithm>
#include <cmath>

#include "pdq_window.h"

namespace belisha {
namespace {

struct Tent {
    size_t first;
    std::vector<double> weights;
};

// The mean of the means around each pixel of the window around the point.
Tent tent(size_t point, size_t size) {
    const Window window(size);
    const size_t place = sample(point, size), inner = window.first(place), outer = window.last(place);
    const size_t first = window.first(inner), last = window.last(outer);
    std::vector<double> changes(last - first + 2);
    for (size_t middle = inner; middle <= outer; middle++) {
        const double share = 1.0 / static_cast<double>(window.count(place) * window.count(middle));
        changes[window.first(middle) - first] += share;
        changes[window.last(middle) + 1 - first] -= share;
    }
    for (size_t i = 1; i < changes.size(); i++) changes[i] += changes[i - 1];
    changes.pop_back();
    return {first, std::move(changes)};
}

// Each weight goes to the pixel that the weighed one went into.
Tent shrunk(const Tent& full, double by, size_t size) {
    const auto into = [&](size_t pixel) {
        return std::min(static_cast<size_t>(static_cast<double>(pixel) / by), size - 1);
    };
    const size_t first = into(full.first), last = into(full.first + full.weights.size() - 1);
    Tent tent{first, std::vector<double>(last - first + 1)};
    for (size_t i = 0; i < full.weights.size(); i++)
        tent.weights[into(full.first + i) - first] += full.weights[i];
    return tent;
}

Tents together(const std::vector<Tent>& all) {
    Tents tents;
    for (const Tent& tent : all) tents.taps = std::max(tents.taps, tent.weights.size());
    tents.weights.resize(SIDE * tents.taps);
    for (size_t point = 0; point < SIDE; point++) {
        tents.first[point] = all[point].first;
        for (size_t i = 0; i < all[point].weights.size(); i++)
            tents.weights[point * tents.taps + i] =
                static_cast<int32_t>(std::rint(all[point].weights[i] * WHOLE));
    }
    return tents;
}

}  // namespace

Tents tents(size_t size) {
    std::vector<Tent> all;
    for (size_t point = 0; point < SIDE; point++) all.push_back(tent(point, size));
    return together(all);
}

Tents tents_of_shrunk(size_t full, size_t size, unsigned by) {
    const double scale = by ? by : static_cast<double>(full) / static_cast<double>(size);
    std::vector<Tent> all;
    for (size_t point = 0; point < SIDE; point++) all.push_back(shrunk(tent(point, full), scale, size));
    return together(all);
}

unsigned shrunk_by(const Picture& picture, size_t full_height, size_t full_width) {
    for (const unsigned by : {1u, 2u, 4u, 8u})
        if ((full_height + by - 1) / by == picture.height && (full_width + by - 1) / by == picture.width)
            return by;
    return 0;
}

}  // namespace belisha
