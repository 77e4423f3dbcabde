// Any machine with GCC or Clang: 16 words at a time, which compilers turn into SSE2 or NEON.
#pragma once

#include <cstdint>
#include <cstring>

namespace belisha {
namespace {

constexpr const char* NAME = "portable";
constexpr unsigned LANES = 16;
constexpr unsigned HASHES = 8;
constexpr unsigned FLOATS = 4;

typedef uint16_t Words __attribute__((vector_size(16)));
typedef uint64_t Halves __attribute__((vector_size(16)));

// A word has at most `limit` bits if clearing its lowest bit that often leaves nothing.
inline Words left_over(const uint16_t* words, uint16_t word, int limit) {
    Words bits;
    std::memcpy(&bits, words, sizeof bits);
    bits ^= word;
    for (int i = 0; i < limit; i++) bits &= bits - 1;
    return bits;
}

inline uint32_t empty_lanes(Words bits) {
    const Words empty = (Words)(bits == 0);
    const Halves halves = (Halves)empty;
    if ((halves[0] | halves[1]) == 0) return 0;
    uint32_t mask = 0;
    for (unsigned i = 0; i < 8; i++) mask |= static_cast<uint32_t>(empty[i] & 1) << i;
    return mask;
}

// Bit i: words[i] is within limit of word.
inline uint32_t near_words(const uint16_t* words, uint16_t word, int limit) {
    return empty_lanes(left_over(words, word, limit)) | empty_lanes(left_over(words + 8, word, limit)) << 8;
}

#ifdef __x86_64__
// The baseline of x86-64 has no instruction for it, and the library's function is slow.
inline int bits_of(uint64_t x) {
    x -= (x >> 1) & 0x5555555555555555u;
    x = (x & 0x3333333333333333u) + ((x >> 2) & 0x3333333333333333u);
    return static_cast<int>((((x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fu) * 0x0101010101010101u) >> 56);
}
#else
inline int bits_of(uint64_t x) {
    return __builtin_popcountll(x);
}
#endif

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
