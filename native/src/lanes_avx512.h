// x86-64 with AVX-512 BITALG and VPOPCNTDQ: 32 words at a time.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace belisha {
namespace {

constexpr const char* NAME = "avx512";
constexpr unsigned LANES = 32;
constexpr unsigned HASHES = 8;
constexpr unsigned FLOATS = 8;

// Bit i: words[i] is within limit of word.
inline uint32_t near_words(const uint16_t* words, uint16_t word, int limit) {
    const __m512i bits =
        _mm512_xor_si512(_mm512_loadu_si512(words), _mm512_set1_epi16(static_cast<short>(word)));
    return _mm512_cmple_epu16_mask(_mm512_popcnt_epi16(bits), _mm512_set1_epi16(static_cast<short>(limit)));
}

inline int bits_of(uint64_t x) {
    return static_cast<int>(_mm_popcnt_u64(x));
}

// The bits in each 64-bit word of two neighbouring hashes that differ from the query's.
inline __m512i differing(const uint64_t* hashes, __m512i query) {
    return _mm512_popcnt_epi64(_mm512_xor_si512(_mm512_loadu_si512(hashes), query));
}

inline __m512i add_pairs(__m512i a, __m512i b) {
    return _mm512_add_epi64(_mm512_unpacklo_epi64(a, b), _mm512_unpackhi_epi64(a, b));
}

// Bit i: the i-th of 8 hashes is within limit of the query.
inline uint32_t perhaps_near(const uint64_t* hashes, const uint64_t* query, int limit) {
    const __m512i twice = _mm512_broadcast_i64x4(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(query)));
    const __m512i first = add_pairs(differing(hashes, twice), differing(hashes + 8, twice));
    const __m512i second = add_pairs(differing(hashes + 16, twice), differing(hashes + 24, twice));
    const __m512i sums = _mm512_add_epi64(_mm512_shuffle_i64x2(first, second, 0x88),
                                          _mm512_shuffle_i64x2(first, second, 0xdd));
    const uint32_t found = _mm512_cmple_epu64_mask(sums, _mm512_set1_epi64(limit));
    if (found == 0) return 0;
    // The sums stand in the order of hashes 0 2 1 3 4 6 5 7.
    return (found & 0x99) | (found & 0x22) << 1 | (found & 0x44) >> 1;
}

}  // namespace
}  // namespace belisha
