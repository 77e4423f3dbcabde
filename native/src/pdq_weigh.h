// Points as weighted sums: down the columns in whole numbers, then across in doubles, as exact as those.
#pragma once

#include "buffer.h"
#include "pdq_lanes.h"
#include "pdq_kernel.h"

namespace belisha {
namespace {

constexpr size_t ROWS = 8;  // Added together, so that sums are fetched and stored once for all of them.

struct Rows {
    const uint8_t* start[ROWS];
    int32_t weight[ROWS];
};

void add_rows(const Rows& rows, size_t length, int32_t* __restrict sums) {
    const uint8_t *const a = rows.start[0], *const b = rows.start[1], *const c = rows.start[2],
                  *const d = rows.start[3], *const e = rows.start[4], *const f = rows.start[5],
                  *const g = rows.start[6], *const h = rows.start[7];
    const int32_t* const by = rows.weight;
    for (size_t i = 0; i < length; i++)
        sums[i] += a[i] * by[0] + b[i] * by[1] + c[i] * by[2] + d[i] * by[3] + e[i] * by[4] + f[i] * by[5] +
                   g[i] * by[6] + h[i] * by[7];
}

// The rows of one point, weighed and added. A row beyond the last has no weight, and the last stands for it.
void weigh_down(const Picture& picture, const Weights& down, size_t point, size_t length, int32_t* sums) {
    const auto* pixels = static_cast<const uint8_t*>(picture.pixels);
    for (size_t tap = 0; tap < down.taps; tap += ROWS) {
        Rows rows;
        for (size_t i = 0; i < ROWS; i++) {
            const size_t row = down.first[point] + tap + i;
            rows.start[i] = pixels + (row < picture.height ? row : picture.height - 1) * length;
            rows.weight[i] = tap + i < down.taps ? down.weights[point * down.taps + tap + i] : 0;
        }
        add_rows(rows, length, sums);
    }
}

// The weights across, for each channel of each pixel: a sum of all is light.
class Columns {
public:
    Columns(const Weights& across, size_t channels)
        : first_(across.first), channels_(channels),
          taps_((across.taps * channels + DOUBLES - 1) / DOUBLES * DOUBLES), weights_(SIDE * taps_) {
        static constexpr double LIGHT[3] = {0.299, 0.587, 0.114};
        weights_.zero(SIDE * taps_);
        for (size_t point = 0; point < SIDE; point++)
            for (size_t i = 0; i < across.taps * channels; i++) {
                const double weight = across.weights[point * across.taps + i / channels];
                weights_[point * taps_ + i] = channels == 3 ? weight * LIGHT[i % channels] : weight;
            }
    }

    // What may be read behind the last sum.
    size_t taps() const { return taps_; }

    double weigh(size_t point, const int32_t* sums) {
        const double* weights = &weights_[point * taps_];
        sums += first_[point] * channels_;
        Doubles totals = {};
        for (size_t i = 0; i < taps_; i += DOUBLES)
            totals += __builtin_convertvector(load<Half>(sums + i), Doubles) * load<Doubles>(weights + i);
        double total = 0;
        for (size_t i = 0; i < DOUBLES; i++) total += totals[i];
        return total;
    }

private:
    const size_t* first_;
    size_t channels_, taps_;
    Buffer<double> weights_;
};

void weigh(const Picture& picture, const Weights& down, const Weights& across, Points& points) {
    const size_t channels = picture.kind == Kind::rgb ? 3 : 1, length = picture.width * channels;
    Columns columns(across, channels);
    Buffer<int32_t> sums(length + columns.taps());
    for (size_t i = 0; i < SIDE; i++) {
        sums.zero(length + columns.taps());
        weigh_down(picture, down, i, length, sums.begin());
        for (size_t j = 0; j < SIDE; j++)
            points.at[i][j] = static_cast<float>(columns.weigh(j, sums.begin()) / WHOLE / WHOLE);
    }
}

}  // namespace
}  // namespace belisha
