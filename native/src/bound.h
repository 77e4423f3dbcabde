// Why looking at few buckets finds every hash: the bound that makes the search exact.
//
// Cut two hashes into a ring of 16 bands; let d_b be the distance of band b, so that their sum is the whole
// distance. If that is at most r, then some band b has
//     d_b <= r/16   and   d_b + d_(b+1) <= 2r/16        (b+1 modulo 16).
//
// Proof (the cycle lemma; Qin and Xiao, PVLDB 12(1), 2018, call it the pigeonring). Let x_i = d_i - r/16, and
// S_k = x_0 + ... + x_(k-1), so S_0 = 0 and S_16 <= 0. Let b be the k in 0..15 where S_k is largest. Walk on
// from b around the ring: after l steps the sum of the x's is S_(b+l) - S_b <= 0 while b+l <= 15, and also
// at b+l = 16, since S_16 <= S_0 <= S_b; beyond it is (S_16 - S_b) + S_(b+l-16) <= S_16 <= 0. So every prefix
// of that walk is at most l*r/16: l = 1 and l = 2 are the two lines above. Distances are whole numbers, so
// both bounds may be rounded down.
//
// The buckets within r/16 of the query's own word give the first line; the word of the next band, which lies
// beside every posting, gives the second, and with it nearly all false candidates are gone before any hash
// is read. A hash may pass at several bands: it is reported from the lowest one, so no set of seen ones is
// kept.
#pragma once

#include <cstdint>

namespace belisha {
namespace {

constexpr unsigned MOST_KEYS = 1 + 16 + 120;  // Words within two bits of a word.

struct Flip {
    uint16_t mask;
    uint16_t bits;
};

struct Flips {
    Flip items[MOST_KEYS];

    constexpr Flips() : items{} {
        unsigned next = 1;
        for (unsigned i = 0; i < 16; i++) items[next++] = {static_cast<uint16_t>(1u << i), 1};
        for (unsigned i = 0; i < 16; i++)
            for (unsigned j = i + 1; j < 16; j++)
                items[next++] = {static_cast<uint16_t>((1u << i) | (1u << j)), 2};
    }
};

constexpr Flips FLIPS;

struct Bound {
    int max_distance;
    int one;        // d_b
    int two;        // d_b + d_(b+1)
    unsigned keys;  // How many of FLIPS lie within `one`.

    explicit Bound(int r)
        : max_distance(r),
          one(r / 16),
          two(2 * r / 16),
          keys(one == 0   ? 1
               : one == 1 ? 17
                          : 137) {}
};

}  // namespace
}  // namespace belisha
