// PDQ, the perceptual fingerprint of a picture: 256 bits, the same as Meta's program gives.
#pragma once

#include <cstddef>
#include <cstdint>

namespace belisha {

constexpr size_t SIDE = 64;  // Points of light a side that a picture is reduced to.
constexpr size_t KEPT = 16;  // Frequencies a side that are kept of them.
constexpr size_t SMALLEST = 5;  // Pixels: a picture with a shorter side has no fingerprint.

enum class Kind { grey, rgb };  // A byte a pixel, or three.

// Rows from the top, without gaps between them.
struct Picture {
    const uint8_t* pixels;
    Kind kind;
    size_t height, width;
};

struct Points {
    float at[SIDE][SIDE];
};

// The points of the picture mirrored: upside down or not, and then left to right or not.
struct Mirrored {
    Points points[2][2];

    Points& as_it_is() { return points[0][0]; }
    const Points& as_it_is() const { return points[0][0]; }
};

// As it is, turned by 90, 180 and 270 degrees anticlockwise, then each of these mirrored left to right.
constexpr size_t TURNS = 8;

struct Fingerprint {
    uint8_t turns[TURNS][32] = {};  // Most significant byte first.
    int quality = 0;                // 0 to 100.
    bool sure = true;               // Of a shrunk picture: whether the full one's can be told from it.
};

struct Kernel;

// Of every pixel: no bit of the picture as it is differs from Meta's program. The seven others are those of
// the picture turned and mirrored in truth; a bit may differ where roundings decide.
Fingerprint fingerprint(const Kernel&, const Picture&);

// Of a grey picture that was made from one of the full size by taking means of its pixels: nearly the full
// one's, where it is sure.
Fingerprint fingerprint_of_shrunk(const Kernel&, const Picture&, size_t full_height, size_t full_width);

}  // namespace belisha
