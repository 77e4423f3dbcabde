// One search: a walk over (query, band) pairs in which memory is asked for well before it is read.
#pragma once

#include "bound.h"
#include "buffer.h"
#include "compare.h"

namespace belisha {
namespace {

struct Task {
    uint32_t query;
    uint16_t band;
    uint16_t key;  // The query's word in that band.
};

struct Range {
    uint32_t begin;
    uint32_t end;
};

struct Candidate {
    uint32_t query;
    uint32_t band;
    uint32_t posting;  // Then, in turn, where it stands in the band and which hash it is.
};

// What a query has cost so far. A list whose hashes crowd into few buckets costs more than comparing with all
// of it would: then the query gives up and does that instead.
struct Effort {
    uint32_t postings;
    uint32_t candidates;
    bool given_up;
};

// How many tasks ahead the bucket offsets and the check words are fetched.
struct Ahead {
    size_t offsets;
    size_t words;
};
constexpr Ahead ONE_BY_ONE{4, 2}, IN_A_BATCH{8, 4};
constexpr size_t RING = 8;
constexpr size_t ENOUGH = 256;  // Candidates that are verified together.

inline void fetch(const void* address) {
    __builtin_prefetch(address, 0, 3);
}

class Search {
public:
    Search(const View& view, const uint64_t* queries, size_t count, int max_distance, Hits& hits)
        : view_(view),
          queries_(queries),
          bound_(max_distance),
          hits_(hits),
          candidates_(4 * ENOUGH),
          efforts_(count),
          most_postings_(view.count / 8),
          most_candidates_(view.count / 64) {
        efforts_.zero(count);
    }

    // The tasks must lie within one search; those of one query may come in any order.
    void walk(const Task* tasks, size_t count, Ahead ahead) {
        for (size_t t = 0; t < ahead.offsets && t < count; t++) fetch_offsets(tasks[t]);
        for (size_t t = 0; t < ahead.words && t < count; t++) find_buckets(tasks[t], ring_[t % RING]);
        for (size_t t = 0; t < count; t++) {
            if (t + ahead.offsets < count) fetch_offsets(tasks[t + ahead.offsets]);
            if (t + ahead.words < count)
                find_buckets(tasks[t + ahead.words], ring_[(t + ahead.words) % RING]);
            scan_buckets(tasks[t], ring_[t % RING]);
            if (candidates_.size() >= ENOUGH) verify();
        }
    }

    // To be called once, after the last walk.
    void finish() {
        verify();
        Buffer<uint32_t> given_up(16);
        for (uint32_t query = 0; query < efforts_.size(); query++)
            if (efforts_[query].given_up) given_up.push(query);
        if (given_up.size() == 0) return;
        drop_hits_of_given_up();
        scan_all(view_, queries_, given_up.begin(), given_up.size(), bound_.max_distance, hits_);
    }

private:
    const uint16_t* words(uint32_t query) const {
        return reinterpret_cast<const uint16_t*>(queries_ + query * static_cast<size_t>(WORDS));
    }

    void fetch_offsets(const Task& task) const {
        const uint32_t* offsets = band_offsets(view_, task.band);
        for (unsigned i = 0; i < bound_.keys; i++)
            // Flips of the lowest four bits lie in the cache line of the word itself.
            if (i == 0 || FLIPS.items[i].mask > 15) fetch(offsets + (task.key ^ FLIPS.items[i].mask));
    }

    void find_buckets(const Task& task, Range* ranges) {
        const uint32_t* offsets = band_offsets(view_, task.band);
        const uint16_t* checks = band_checks(view_, task.band);
        uint32_t postings = 0;
        for (unsigned i = 0; i < bound_.keys; i++) {
            const unsigned key = task.key ^ FLIPS.items[i].mask;
            const Range range{offsets[key], offsets[key + 1]};
            ranges[i] = range;
            postings += range.end - range.begin;
            fetch(checks + range.begin);
            if (range.end > range.begin) fetch(checks + range.end - 1);
        }
        Effort& effort = efforts_[task.query];
        effort.postings += postings;
        effort.given_up |= effort.postings > most_postings_;
    }

    void scan_buckets(const Task& task, const Range* ranges) {
        Effort& effort = efforts_[task.query];
        if (__builtin_expect(effort.given_up, 0)) return;
        const uint16_t next = words(task.query)[(task.band + 1) % BANDS];
        const size_t before = candidates_.size();
        for (unsigned i = 0; i < bound_.keys; i++)
            scan_bucket(task, ranges[i], next, bound_.two - FLIPS.items[i].bits);
        effort.candidates += static_cast<uint32_t>(candidates_.size() - before);
        effort.given_up |= effort.candidates > most_candidates_ + ENOUGH;
    }

    void scan_bucket(const Task& task, Range range, uint16_t next, int limit) {
        const uint16_t* checks = band_checks(view_, task.band);
        for (uint32_t at = range.begin; at < range.end; at += LANES) {
            uint32_t mask = near_words(checks + at, next, limit);
            const uint32_t left = range.end - at;
            if (left < LANES) mask &= (1u << left) - 1;
            for (; __builtin_expect(mask != 0, 0); mask &= mask - 1)
                candidates_.push({task.query, task.band, at + static_cast<uint32_t>(__builtin_ctz(mask))});
        }
    }

    // Three passes, so that what the next one reads is on its way while this one works.
    void verify() {
        for (const Candidate& one : candidates_) fetch(band_ids(view_, one.band) + one.posting);
        for (Candidate& one : candidates_) {
            one.posting = band_ids(view_, one.band)[one.posting];
            if (__builtin_expect(one.posting >= view_.count, 0)) hits_.damaged = true, one.posting = 0;
            fetch(view_.hashes + one.posting * static_cast<size_t>(WORDS));
        }
        for (const Candidate& one : candidates_) report(one);
        candidates_.clear();
    }

    void report(const Candidate& one) {
        const uint64_t* hash = view_.hashes + one.posting * static_cast<size_t>(WORDS);
        const int d = distance(hash, queries_ + one.query * static_cast<size_t>(WORDS));
        if (d <= bound_.max_distance &&
            passes_first_at(one.band, reinterpret_cast<const uint16_t*>(hash), words(one.query)))
            push(hits_, {one.query, one.posting, static_cast<uint32_t>(d)});
    }

    bool passes_first_at(unsigned band, const uint16_t* a, const uint16_t* b) const {
        int here = bits_of(static_cast<uint16_t>(a[0] ^ b[0]));
        for (unsigned i = 0; i < band; i++) {
            const int next = bits_of(static_cast<uint16_t>(a[i + 1] ^ b[i + 1]));
            if (here <= bound_.one && here + next <= bound_.two) return false;
            here = next;
        }
        return true;
    }

    void drop_hits_of_given_up() {
        size_t kept = 0;
        for (size_t i = 0; i < hits_.count; i++)
            if (!efforts_[hits_.items[i].query].given_up) hits_.items[kept++] = hits_.items[i];
        hits_.count = kept;
    }

    const View& view_;
    const uint64_t* queries_;
    const Bound bound_;
    Hits& hits_;
    Buffer<Candidate> candidates_;
    Buffer<Effort> efforts_;
    const uint32_t most_postings_;
    const uint32_t most_candidates_;
    Range ring_[RING][MOST_KEYS];
};

}  // namespace
}  // namespace belisha
