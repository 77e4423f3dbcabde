// Comparing hashes: one with one, and one with all.
#pragma once

#include "hits.h"
#include "view.h"

namespace belisha {
namespace {

inline int distance(const uint64_t* a, const uint64_t* b) {
    return bits_of(a[0] ^ b[0]) + bits_of(a[1] ^ b[1]) + bits_of(a[2] ^ b[2]) + bits_of(a[3] ^ b[3]);
}

inline void push(Hits& hits, Hit hit) {
    if (__builtin_expect(hits.count == hits.capacity, 0)) grow(hits);
    hits.items[hits.count++] = hit;
}

// Some hashes of the list, which one core's cache holds while all queries pass over them.
struct Block {
    uint32_t begin;
    uint32_t end;
};
constexpr uint32_t BLOCK = 2048;

inline void scan_one(const View& view, uint32_t position, const uint64_t* query, uint32_t number, int limit,
                     Hits& hits) {
    const int d = distance(view.hashes + position * static_cast<size_t>(WORDS), query);
    if (d <= limit) push(hits, {number, position, static_cast<uint32_t>(d)});
}

inline void scan_block(const View& view, Block block, const uint64_t* query, uint32_t number, int limit,
                       Hits& hits) {
    uint32_t position = block.begin;
    for (; position + HASHES <= block.end; position += HASHES) {
        uint32_t mask = perhaps_near(view.hashes + position * static_cast<size_t>(WORDS), query, limit);
        for (; __builtin_expect(mask != 0, 0); mask &= mask - 1)
            scan_one(view, position + static_cast<uint32_t>(__builtin_ctz(mask)), query, number, limit, hits);
    }
    for (; position < block.end; position++) scan_one(view, position, query, number, limit, hits);
}

// Compare the queries whose numbers are given with every hash.
inline void scan_all(const View& view, const uint64_t* queries, const uint32_t* numbers, size_t count,
                     int limit, Hits& hits) {
    for (uint32_t begin = 0; begin < view.count;) {
        const uint32_t left = view.count - begin, size = left < BLOCK ? left : BLOCK;
        for (size_t i = 0; i < count; i++)
            scan_block(view, {begin, begin + size}, queries + numbers[i] * static_cast<size_t>(WORDS),
                       numbers[i], limit, hits);
        begin += size;
    }
}

}  // namespace
}  // namespace belisha
