#include "pdq_finish.h"

#include <algorithm>
#include <cmath>

namespace belisha {
namespace {

constexpr size_t BITS = KEPT * KEPT;
constexpr double PI = 3.14159265358979323846;
// By so much, rarely by more, decoding at a smaller size moves a frequency.
constexpr float NEAR = 0.5f;

struct Cosines {
    float at[SIDE][KEPT];

    Cosines() {
        const float scale = static_cast<float>(std::sqrt(2.0 / SIDE));
        for (size_t k = 0; k < KEPT; k++) {
            const double step = PI / 2 / SIDE * static_cast<double>(k + 1);
            for (size_t point = 0; point < SIDE; point++)
                at[point][k] =
                    static_cast<float>(scale * std::cos(step * static_cast<double>(2 * point + 1)));
        }
    }
};
const Cosines cosines;

struct Frequencies {
    float at[KEPT][KEPT] = {};  // The lowest, the constant ones left out; rows are vertical frequencies.

    explicit Frequencies(const Points& points) {
        float half[KEPT][SIDE] = {};
        for (size_t k = 0; k < SIDE; k++)
            for (size_t i = 0; i < KEPT; i++)
                for (size_t j = 0; j < SIDE; j++) half[i][j] += cosines.at[k][i] * points.at[k][j];
        for (size_t k = 0; k < SIDE; k++)
            for (size_t i = 0; i < KEPT; i++)
                for (size_t j = 0; j < KEPT; j++) at[i][j] += half[i][k] * cosines.at[k][j];
    }
};

// The 128th smallest of 256, how far the next one is, and how many lie near.
struct Middle {
    float value, gap;
    size_t near = 0;

    explicit Middle(const Frequencies& frequencies) {
        float sorted[BITS];
        std::copy_n(&frequencies.at[0][0], BITS, sorted);
        float* const lower = sorted + BITS / 2 - 1;
        std::nth_element(sorted, lower, sorted + BITS);
        value = *lower;
        gap = *std::min_element(lower + 1, sorted + BITS) - value;
        for (const float one : sorted) near += std::fabs(one - value) < NEAR;
    }
};

// Four ways to mirror it. Each is one of the variants as it is, and another with its directions swapped: of
// those nothing else changes where a picture is mirrored along its diagonal.
struct Mirror {
    bool upside_down, left_to_right;
    size_t variant, swapped;
};
constexpr Mirror MIRRORS[] = {
    {false, false, 0, 7}, {true, true, 2, 5}, {false, true, 4, 1}, {true, false, 6, 3}};

void set_bit(uint8_t* hash, size_t bit) {
    hash[31 - bit / 8] |= static_cast<uint8_t>(1 << bit % 8);
}

// In percent of the whole range, counted in whole steps; less or more by `doubt`.
int steps(float one, float other, float doubt) {
    return static_cast<int>(std::max(0.0f, std::fabs((one - other) * 100 / 255) + doubt));
}

int quality(const Points& points, float doubt) {
    int sum = 0;
    for (size_t i = 0; i < SIDE - 1; i++)
        for (size_t j = 0; j < SIDE; j++)
            sum += steps(points.at[i][j], points.at[i + 1][j], doubt) +
                   steps(points.at[j][i], points.at[j][i + 1], doubt);
    return std::min(sum / 90, 100);
}

}  // namespace

Finished finish(const Mirrored& mirrored) {
    Finished made{{}, 0, 0};
    made.fingerprint.quality = quality(mirrored.as_it_is(), 0);
    for (const Mirror& mirror : MIRRORS) {
        const Frequencies values(mirrored.points[mirror.upside_down][mirror.left_to_right]);
        const Middle middle(values);
        if (mirror.variant == 0) made.gap = middle.gap;
        made.near = std::max(made.near, middle.near);
        for (size_t i = 0; i < KEPT; i++)
            for (size_t j = 0; j < KEPT; j++) {
                if (!(values.at[i][j] > middle.value)) continue;
                set_bit(made.fingerprint.turns[mirror.variant], i * KEPT + j);
                set_bit(made.fingerprint.turns[mirror.swapped], j * KEPT + i);
            }
    }
    return made;
}

bool certain(const Finished& made, const Points& points, const Doubt& doubt) {
    const float percent = 2 * doubt.points * 100 / 255;
    return made.gap > doubt.gap && quality(points, -percent) == quality(points, percent);
}

}  // namespace belisha
