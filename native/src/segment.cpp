#include "segment.h"

#include <cstring>

#include "bands.h"

namespace belisha {
namespace {

void require(bool holds, const char* otherwise) {
    if (!holds) throw nb::value_error(otherwise);
}

template <typename Item>
bool shaped(const Table<Item>& table, size_t rows, size_t columns) {
    return table.shape(0) == rows && table.shape(1) == columns;
}

template <typename Item, typename Value>
nb::object column(const std::vector<Match>& matches, Value value) {
    Owned<Item> items(matches.size());
    for (size_t i = 0; i < matches.size(); i++) items.data()[i] = static_cast<Item>(value(matches[i]));
    return items.release_to_python({matches.size()});
}

}  // namespace

Segment::Segment(const HashArray& hashes, const AnyNumbers& entries, const std::string& instruction_set)
    : kernel_(named_kernel(instruction_set.c_str())), hashes_(hashes), entries_array_(entries) {
    require(kernel_, "this machine has no such instruction set");
    require(hashes.shape(0) < (1u << 28), "at most 268 million hashes in one segment");
    view_.hashes = hashes_.data();
    view_.count = static_cast<uint32_t>(hashes_.shape(0));
    entries_.first = numbers_of(entries_array_);
    require(entries_.first.count == view_.count, "one first entry for each hash");
}

void Segment::use_bands(const Table<uint32_t>& offsets, const Table<uint16_t>& checks,
                        const Table<uint32_t>& ids) {
    require(shaped(offsets, BANDS, OFFSETS), "an offset for each bucket of each band");
    require(shaped(checks, BANDS, view_.count + PADDING), "a check word for each posting");
    require(shaped(ids, BANDS, view_.count), "an id for each posting");
    for (unsigned band = 0; band < BANDS; band++)
        require(offsets_are_sound(offsets.data() + band * OFFSETS, view_.count),
                "the buckets overlap or end too early");
    offsets_ = offsets, checks_ = checks, ids_ = ids;
    view_.offsets = offsets_.data(), view_.checks = checks_.data(), view_.ids = ids_.data();
}

void Segment::use_several(const Array<uint32_t>& at, const Array<uint32_t>& offsets,
                          const AnyNumbers& entries) {
    require(offsets.shape(0) == at.shape(0) + 1, "one more offset than hashes with several entries");
    Entries changed = entries_;
    changed.several_at = at.data(), changed.several_count = at.shape(0);
    changed.several_offsets = offsets.data(), changed.several = numbers_of(entries);
    require(several_are_sound(changed), "the further entries overlap or end too early");
    several_at_ = at, several_offsets_ = offsets, several_ = entries;
    entries_ = changed;
}

Segment Segment::without(const Array<uint64_t>& removed) const {
    Segment other(*this);
    other.removed_ = removed;
    other.entries_.removed = removed.data(), other.entries_.removed_count = removed.shape(0);
    return other;
}

std::vector<Match> Segment::find(const uint64_t* queries, size_t count, int max_distance, bool scan) const {
    require(0 <= max_distance && max_distance <= FURTHEST, "a distance from 0 to 40");
    nb::gil_scoped_release others_may_run;
    Hits hits;
    (scan ? kernel_->scan : kernel_->search)(view_, queries, count, max_distance, hits);
    if (hits.damaged) throw std::runtime_error("a posting names a hash that is not there");
    return matches_of(entries_, hits);
}

nb::list Segment::search(const nb::bytes& hash, int max_distance) const {
    require(hash.size() == WORDS * sizeof(uint64_t), "a hash of 32 bytes");
    uint64_t query[WORDS];
    std::memcpy(query, hash.c_str(), sizeof query);
    nb::list found;
    for (const Match& match : find(query, 1, max_distance, false))
        found.append(nb::make_tuple(match.entry, match.distance));
    return found;
}

nb::tuple Segment::search_many(const HashArray& hashes, int max_distance, bool scan) const {
    require(hashes.shape(0) < (1u << 31), "fewer queries at once");
    const std::vector<Match> matches = find(hashes.data(), hashes.shape(0), max_distance, scan);
    return nb::make_tuple(column<uint32_t>(matches, [](const Match& match) { return match.query; }),
                          column<uint64_t>(matches, [](const Match& match) { return match.entry; }),
                          column<uint8_t>(matches, [](const Match& match) { return match.distance; }));
}

}  // namespace belisha
