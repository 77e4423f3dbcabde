// The passes of a box as Meta's program makes them: running sums of floats, to which the pixel that comes in
// is added before the one that goes out is subtracted. Each rounds, and on the order the answer depends. Rows
// are taken a few at a time, in one vector, and no more of the picture is held than the boxes need.
#pragma once

#include "buffer.h"
#include "pdq_lanes.h"
#include "pdq_window.h"

namespace belisha {
namespace {

// How many pixels a box has around each place.
class Counts {
public:
    explicit Counts(const Window& window) : counts_(window.size) {
        for (size_t place = 0; place < window.size; place++)
            counts_.push(static_cast<float>(window.count(place)));
    }

    float operator[](size_t place) { return counts_[place]; }

private:
    Buffer<float> counts_;
};

// Means down the columns, of rows that come one after another.
class Down {
public:
    Down(size_t height, size_t width)
        : window_(height), counts_(window_), width_(width), held_(window_.full * width), sums_(width) {
        held_.zero(window_.full * width);
        sums_.zero(width);
    }

    // Take the next row, zeros below the last. Returns whether that filled a box; `means` then has its means.
    bool take(const float* __restrict row, float* __restrict means) {
        float* __restrict old = &held_[taken_ % window_.full * width_];
        float* __restrict sums = sums_.begin();
        const bool filled = taken_++ >= window_.ahead;
        const float count = filled ? counts_[place()] : 1;
        for (size_t i = 0; i < width_; i++) {
            const float more = sums[i] + row[i];
            sums[i] = more - old[i];
            old[i] = row[i];
            means[i] = sums[i] / count;
        }
        return filled;
    }

    // The row that the last means are of, and how many rows of zeros have to follow the last.
    size_t place() const { return taken_ - 1 - window_.ahead; }
    size_t after() const { return window_.ahead; }

private:
    const Window window_;
    Counts counts_;
    size_t width_, taken_ = 0;
    Buffer<float> held_, sums_;
};

// Means along several rows at once: a vector holds the same column of each.
class Along {
public:
    explicit Along(size_t width)
        : window_(width), counts_(window_), columns_(length() * FLOATS), means_(width * FLOATS) {
        columns_.zero(length() * FLOATS);
    }

    // FLOATS rows without gaps; the columns before and behind them stay zeros.
    void put(const float* rows) {
        float* columns = &columns_[window_.full * FLOATS];
        const size_t size = window_.size, even = size - size % FLOATS;
        for (size_t i = 0; i < even; i += FLOATS) swap_sides(rows + i, size, columns + i * FLOATS, FLOATS);
        for (size_t i = even; i < size; i++)
            for (size_t row = 0; row < FLOATS; row++) columns[i * FLOATS + row] = rows[row * size + i];
    }

    // Every mean, in rows like those that were put.
    void all(float* rows) {
        Floats sums = {};
        for (size_t place = 0; place < window_.ahead; place++) step(sums, place);
        for (size_t place = 0; place < window_.size; place++) {
            step(sums, place + window_.ahead);
            store(sums / counts_[place], &means_[place * FLOATS]);
        }
        const size_t size = window_.size, even = size - size % FLOATS;
        for (size_t i = 0; i < even; i += FLOATS) swap_sides(&means_[i * FLOATS], FLOATS, rows + i, size);
        for (size_t i = even; i < size; i++)
            for (size_t row = 0; row < FLOATS; row++) rows[row * size + i] = means_[i * FLOATS + row];
    }

    // The means where the points lie alone, in rows of them.
    void samples(float* rows) {
        Floats sums = {};
        size_t next = 0;
        for (size_t i = 0; i < window_.size + window_.ahead; i++) {
            step(sums, i);
            for (; next < SIDE && sample(next, window_.size) + window_.ahead == i; next++) {
                const Floats means = sums / counts_[i - window_.ahead];
                for (size_t row = 0; row < FLOATS; row++) rows[row * SIDE + next] = means[row];
            }
        }
    }

private:
    size_t length() const { return window_.full + window_.size + window_.ahead; }

    void step(Floats& sums, size_t place) {
        sums += load<Floats>(&columns_[(window_.full + place) * FLOATS]);
        sums -= load<Floats>(&columns_[place * FLOATS]);
    }

    const Window window_;
    Counts counts_;
    Buffer<float> columns_, means_;
};

void light_of_row(const Picture& picture, size_t row, float* __restrict light) {
    const size_t width = picture.width, start = row * width;
    const uint8_t* bytes = picture.pixels + start * (picture.kind == Kind::rgb ? 3 : 1);
    if (picture.kind == Kind::grey)
        for (size_t i = 0; i < width; i++) light[i] = bytes[i];
    else
        for (size_t i = 0; i < width; i++, bytes += 3) {
            // pdqhash adds doubles and rounds the sum. Of every colour there is, this has the same bits.
            const int32_t thousandths = bytes[0] * 299 + bytes[1] * 587 + bytes[2] * 114;
            light[i] = static_cast<float>(thousandths) / 1000;
        }
}

// Along, down, along, down, row after row.
class Passes {
public:
    Passes(const Picture& picture, Points& points)
        : picture_(picture), points_(points), along_(picture.width), down_(picture.height, picture.width),
          last_(picture.height, SIDE), rows_(FLOATS * picture.width), means_(FLOATS * picture.width) {
        rows_.zero(FLOATS * picture.width);
        means_.zero(FLOATS * picture.width);
    }

    void run() {
        const size_t height = picture_.height, width = picture_.width;
        for (size_t first = 0; first < height; first += FLOATS) {
            const size_t count = height - first < FLOATS ? height - first : FLOATS;
            for (size_t i = 0; i < count; i++) light_of_row(picture_, first + i, &rows_[i * width]);
            along_.put(rows_.begin());
            along_.all(rows_.begin());
            for (size_t i = 0; i < count; i++) first_down(&rows_[i * width]);
        }
        rows_.zero(width);
        for (size_t i = 0; i < down_.after(); i++) first_down(rows_.begin());
        // The last point lies a whole box before the end: the last pass down ends before it would need zeros.
        second_along();
    }

private:
    void first_down(const float* row) {
        if (down_.take(row, &means_[waiting_ * picture_.width]) && ++waiting_ == FLOATS) second_along();
    }

    void second_along() {
        float rows[FLOATS * SIDE];
        along_.put(means_.begin());
        along_.samples(rows);
        for (size_t i = 0; i < waiting_; i++) second_down(rows + i * SIDE);
        waiting_ = 0;
    }

    void second_down(const float* row) {
        float means[SIDE];
        if (!last_.take(row, means)) return;
        for (; made_ < SIDE && sample(made_, picture_.height) == last_.place(); made_++)
            std::memcpy(points_.at[made_], means, sizeof means);
    }

    const Picture& picture_;
    Points& points_;
    Along along_;
    Down down_, last_;
    Buffer<float> rows_, means_;
    size_t waiting_ = 0, made_ = 0;  // Rows that wait for the second pass along; points that were made.
};

void box(const Picture& picture, Points& points) {
    if (picture.height == SIDE && picture.width == SIDE)
        for (size_t i = 0; i < SIDE; i++) light_of_row(picture, i, points.at[i]);
    else
        Passes(picture, points).run();
}

}  // namespace
}  // namespace belisha
