// What a search reads: flat arrays, usually mapped from files, never written.
#pragma once

#include <cstddef>
#include <cstdint>

namespace belisha {

constexpr unsigned BANDS = 16;     // A hash is a ring of 16 words of 16 bits.
constexpr unsigned WORDS = 4;      // The same hash as 64-bit words.
constexpr size_t BUCKETS = 65536;  // One bucket for each value of a band.
constexpr size_t OFFSETS = BUCKETS + 1;
constexpr size_t PADDING = 32;  // Lanes are loaded whole, also at the end of the last bucket.
constexpr int FURTHEST = 40;

struct View {
    const uint64_t* hashes;  // [count][4]
    uint32_t count;
    const uint32_t* offsets;  // [16][65537]: where each bucket begins; null: no bands, every search scans
    const uint16_t* checks;   // [16][count + PADDING]: in bucket order, the word of the next band
    const uint32_t* ids;      // [16][count]: in bucket order, the position of the hash
};

inline const uint32_t* band_offsets(const View& view, unsigned band) {
    return view.offsets + band * OFFSETS;
}
inline const uint16_t* band_checks(const View& view, unsigned band) {
    return view.checks + band * (view.count + PADDING);
}
inline const uint32_t* band_ids(const View& view, unsigned band) {
    return view.ids + band * static_cast<size_t>(view.count);
}

}  // namespace belisha
