#include "pdq_tents.h"

#include <algorithm>
#include <cmath>

#include "pdq_window.h"

namespace belisha {
namespace {

struct Tent {
    size_t first;
    std::vector<double> weights;

    size_t end() const { return first + weights.size(); }
};

// One that lies at the same place of the side as it is, and of the side mirrored.
struct Pair {
    Tent both[2];

    size_t first() const { return std::min(both[0].first, both[1].first); }
    size_t taps() const { return std::max(both[0].end(), both[1].end()) - first(); }
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

Tent mirrored(const Tent& tent, size_t size) {
    return {size - tent.end(), {tent.weights.rbegin(), tent.weights.rend()}};
}

// Each weight goes to the pixel that the weighed one went into.
Tent shrunk(const Tent& full, double by, size_t size) {
    const auto into = [&](size_t pixel) {
        return std::min(static_cast<size_t>(static_cast<double>(pixel) / by), size - 1);
    };
    const size_t first = into(full.first), last = into(full.end() - 1);
    Tent tent{first, std::vector<double>(last - first + 1)};
    for (size_t i = 0; i < full.weights.size(); i++)
        tent.weights[into(full.first + i) - first] += full.weights[i];
    return tent;
}

Tents together(const std::vector<Pair>& all) {
    Tents tents;
    for (const Pair& pair : all) tents.taps = std::max(tents.taps, pair.taps());
    for (size_t which : {0, 1}) {
        std::vector<int32_t>& weights = tents.weights[which];
        weights.resize(SIDE * tents.taps);
        for (size_t point = 0; point < SIDE; point++) {
            const Tent& tent = all[point].both[which];
            tents.first[point] = all[point].first();
            int32_t* const to = &weights[point * tents.taps + tent.first - tents.first[point]];
            for (size_t i = 0; i < tent.weights.size(); i++)
                to[i] = static_cast<int32_t>(std::rint(tent.weights[i] * WHOLE));
        }
    }
    return tents;
}

}  // namespace

Tents tents(size_t size) {
    std::vector<Pair> all;
    for (size_t point = 0; point < SIDE; point++)
        all.push_back({tent(point, size), mirrored(tent(SIDE - 1 - point, size), size)});
    return together(all);
}

Tents tents_of_shrunk(size_t full, size_t size, unsigned by) {
    const double scale = by ? by : static_cast<double>(full) / static_cast<double>(size);
    std::vector<Pair> all;
    for (size_t point = 0; point < SIDE; point++)
        all.push_back({shrunk(tent(point, full), scale, size),
                       shrunk(mirrored(tent(SIDE - 1 - point, full), full), scale, size)});
    return together(all);
}

unsigned shrunk_by(const Picture& picture, size_t full_height, size_t full_width) {
    for (const unsigned by : {1u, 2u, 4u, 8u})
        if ((full_height + by - 1) / by == picture.height && (full_width + by - 1) / by == picture.width)
            return by;
    return 0;
}

}  // namespace belisha
