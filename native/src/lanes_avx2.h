// x86-64 with AVX2 and POPCNT: 16 words at a time.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace belisha {
namespace {

constexpr const char* NAME = "avx2";
constexpr unsigned LANES = 16;
constexpr unsigned HASHES = 8;
constexpr unsigned FLOATS = 8;

// Bit i: words[i] is within limit of word. A word has at most `limit` bits if clearing its lowest bit that
// often leaves nothing.
inline uint32_t near_words(const uint16_t* words, uint16_t word, int limit) {
    const __m256i one = _mm256_set1_epi16(1);
    __m256i bits = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(words));
    bits = _mm256_xor_si256(bits, _mm256_set1_epi16(static_cast<short>(word)));
    for (int i = 0; i < limit; i++) bits = _mm256_and_si256(bits, _mm256_sub_epi16(bits, one));
    const __m256i empty = _mm256_cmpeq_epi16(bits, _mm256_setzero_si256());
    const __m128i low = _mm256_castsi256_si128(empty), high = _mm256_extracti128_si256(empty, 1);
    return static_cast<uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(low, high)));
}

inline int bits_of(uint64_t x) {
    return static_cast<int>(_mm_popcnt_u64(x));
}

// Bit i: the i-th of 8 hashes is within limit of the query, or its first half is.
inline uint32_t perhaps_near(const uint64_t* hashes, const uint64_t* query, int limit) {
    uint32_t mask = 0;
    for (unsigned i = 0; i < HASHES; i++, hashes += 4)
        mask |= static_cast<uint32_t>(bits_of(hashes[0] ^ query[0]) + bits_of(hashes[1] ^ query[1]) <= limit)
                << i;
    return mask;
}

}  // namespace
}  // namespace belisha
