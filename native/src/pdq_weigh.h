// Points as weighted sums: down the columns in whole numbers, then across in doubles, as exact as those.
#pragma once

#include "buffer.h"
#include "pdq_lanes.h"
#include "pdq_kernel.h"

namespace belisha {
namespace {

typedef int32_t* Sums[2];  // As it is, and mirrored: the same place where that is the same.

constexpr size_t ROWS = 8;  // Added together, so that sums are fetched and stored once for all of them.

struct Rows {
    const uint8_t* start[ROWS];
    int32_t weight[2][ROWS];
};

template <size_t ways>
void add_rows(const Rows& rows, size_t length, int32_t* __restrict sums, int32_t* __restrict mirrored) {
    const uint8_t *const a = rows.start[0], *const b = rows.start[1], *const c = rows.start[2],
                  *const d = rows.start[3], *const e = rows.start[4], *const f = rows.start[5],
                  *const g = rows.start[6], *const h = rows.start[7];
    const int32_t *const by = rows.weight[0], *const or_by = rows.weight[1];
    for (size_t i = 0; i < length; i++) {
        sums[i] += a[i] * by[0] + b[i] * by[1] + c[i] * by[2] + d[i] * by[3] + e[i] * by[4] + f[i] * by[5] +
                   g[i] * by[6] + h[i] * by[7];
        if (ways == 2)
            mirrored[i] += a[i] * or_by[0] + b[i] * or_by[1] + c[i] * or_by[2] + d[i] * or_by[3] +
                           e[i] * or_by[4] + f[i] * or_by[5] + g[i] * or_by[6] + h[i] * or_by[7];
    }
}

// The rows of one point, weighed and added. A row beyond the last has no weight, and the last stands for it.
void weigh_down(const Picture& picture, const Weights& down, size_t point, size_t length, const Sums& sums) {
    for (size_t tap = 0; tap < down.taps; tap += ROWS) {
        Rows rows;
        for (size_t i = 0; i < ROWS; i++) {
            const size_t row = down.first[point] + tap + i, at = point * down.taps + tap + i;
            rows.start[i] = picture.pixels + (row < picture.height ? row : picture.height - 1) * length;
            for (size_t way = 0; way < 2; way++)
                rows.weight[way][i] = tap + i < down.taps ? down.weights[way][at] : 0;
        }
        if (down.evenly)
            add_rows<1>(rows, length, sums[0], nullptr);
        else
            add_rows<2>(rows, length, sums[0], sums[1]);
    }
}

// The weights across, for each channel of each pixel: a sum of all is light.
class Columns {
public:
    Columns(const Weights& across, size_t channels)
        : across_(across), channels_(channels),
          taps_((across.taps * channels + DOUBLES - 1) / DOUBLES * DOUBLES), weights_(2 * SIDE * taps_) {
        weights_.zero(2 * SIDE * taps_);
        for (size_t point = 0; point < SIDE; point++)
            for (size_t way = 0; way < 2; way++) spread(point, way);
    }

    // What may be read behind the last sum.
    size_t taps() const { return taps_; }

    // The point, and the one at the same place of the picture mirrored left to right.
    void weigh(size_t point, const int32_t* sums, double* made) {
        const double *const weights = of(point, 0), *const mirrored = of(point, 1);
        sums += across_.first[point] * channels_;
        Doubles totals = {}, others = {};
        for (size_t i = 0; i < taps_; i += DOUBLES) {
            const Doubles here = __builtin_convertvector(load<Half>(sums + i), Doubles);
            totals += here * load<Doubles>(weights + i);
            others += here * load<Doubles>(mirrored + i);
        }
        made[0] = total(totals), made[1] = total(others);
    }

private:
    double* of(size_t point, size_t way) { return &weights_[(2 * point + way) * taps_]; }

    void spread(size_t point, size_t way) {
        static constexpr double LIGHT[3] = {0.299, 0.587, 0.114};
        for (size_t i = 0; i < across_.taps * channels_; i++) {
            const double weight = across_.weights[way][point * across_.taps + i / channels_];
            of(point, way)[i] = channels_ == 3 ? weight * LIGHT[i % channels_] : weight;
        }
    }

    static double total(const Doubles& totals) {
        double total = 0;
        for (size_t i = 0; i < DOUBLES; i++) total += totals[i];
        return total / WHOLE / WHOLE;
    }

    const Weights& across_;
    size_t channels_, taps_;
    Buffer<double> weights_;
};

// The points of row `i`, and of the row at its place in the picture mirrored upside down.
void weigh_across(Columns& columns, const Sums& sums, size_t i, Mirrored& mirrored) {
    for (size_t j = 0; j < SIDE; j++) {
        double made[2];
        for (size_t way = 0; way < 2; way++) {
            if (!way || sums[1] != sums[0]) columns.weigh(j, sums[way], made);
            Points* const points = mirrored.points[way];
            const size_t row = way ? SIDE - 1 - i : i;
            points[0].at[row][j] = static_cast<float>(made[0]);
            points[1].at[row][SIDE - 1 - j] = static_cast<float>(made[1]);
        }
    }
}

void weigh(const Picture& picture, const Weights& down, const Weights& across, Mirrored& mirrored) {
    const size_t channels = picture.kind == Kind::rgb ? 3 : 1, length = picture.width * channels;
    Columns columns(across, channels);
    const size_t size = length + columns.taps();
    Buffer<int32_t> held(2 * size);
    const Sums sums = {held.begin(), held.begin() + (down.evenly ? 0 : size)};
    for (size_t i = 0; i < SIDE; i++) {
        held.zero(2 * size);
        weigh_down(picture, down, i, length, sums);
        weigh_across(columns, sums, i, mirrored);
    }
}

}  // namespace
}  // namespace belisha
