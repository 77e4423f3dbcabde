// Does another processor hash pictures to the same bits? Without arguments: hash drawn pictures of many sizes
// and print one line that is the same everywhere.
#include <cstdio>
#include <vector>

#include "../src/kernel.h"
#include "../src/pdq.h"

using namespace belisha;

namespace {

// Noise, faint noise, a gradient and squares, by whole numbers alone.
uint8_t pixel(unsigned kind, size_t row, size_t column, size_t channel) {
    const auto place = static_cast<uint32_t>((row * 40009 + column * 3 + channel) * 2654435761u);
    const uint32_t noise = (place ^ place >> 15) * 0x2c1b3c6du >> 24;
    if (kind == 0) return static_cast<uint8_t>(noise);
    if (kind == 1) return static_cast<uint8_t>(20 + noise / 32);
    if (kind == 2) return static_cast<uint8_t>((row + column * (channel + 1)) / 8);
    return static_cast<uint8_t>((row / 40 + column / 70) % 2 * 200 + noise / 64 + channel * 10);
}

std::vector<uint8_t> drawn(unsigned kind, size_t height, size_t width) {
    std::vector<uint8_t> pixels;
    for (size_t row = 0; row < height; row++)
        for (size_t column = 0; column < width; column++)
            for (size_t channel = 0; channel < 3; channel++)
                pixels.push_back(pixel(kind, row, column, channel));
    return pixels;
}

struct Digest {
    uint64_t value = 14695981039346656037u;

    void add(const Fingerprint& made) {
        for (const auto& turn : made.turns)
            for (const uint8_t octet : turn) add(octet);
        add(static_cast<uint8_t>(made.quality));
        add(made.sure);
    }

    void add(uint8_t octet) { value = (value ^ octet) * 1099511628211u; }
};

}  // namespace

int main() {
    const Kernel& kernel = *best_kernel();
    Digest digest;
    unsigned count = 0;
    for (const size_t height : {5, 64, 131, 300, 777})
        for (const size_t width : {6, 64, 257, 640, 1025})
            for (unsigned kind = 0; kind < 4; kind++, count++) {
                const std::vector<uint8_t> pixels = drawn(kind, height, width);
                digest.add(fingerprint(kernel, {pixels.data(), Kind::rgb, height, width}));
                digest.add(fingerprint(kernel, {pixels.data(), Kind::grey, height, width}));
                digest.add(fingerprint_of_shrunk(kernel, {pixels.data(), Kind::grey, height, width},
                                                 height * 4 - 1, width * 4 - 3));
            }
    std::printf("%u pictures: %016llx\n", count, static_cast<unsigned long long>(digest.value));
    return 0;
}
