// A list of hashes with its entries, ready to be searched. Keeps the arrays that it reads alive.
#pragma once

#include <string>

#include "arrays.h"
#include "kernel.h"

namespace belisha {

class Segment {
public:
    Segment(const HashArray& hashes, const AnyNumbers& entries, const std::string& instruction_set);

    // Each throws ValueError where the arrays can't belong together.
    void use_bands(const Table<uint32_t>& offsets, const Table<uint16_t>& checks, const Table<uint32_t>& ids);
    void use_several(const Array<uint32_t>& at, const Array<uint32_t>& offsets, const AnyNumbers& entries);
    // The same arrays, with these entries (in order) left out of every answer.
    Segment without(const Array<uint64_t>& removed) const;

    // [(entry, distance), ...] for one hash of 32 bytes.
    nb::list search(const nb::bytes& hash, int max_distance) const;
    // Arrays of query numbers, entries and distances. With `scan`, every hash is compared.
    nb::tuple search_many(const HashArray& hashes, int max_distance, bool scan) const;

private:
    std::vector<Match> find(const uint64_t* queries, size_t count, int max_distance, bool scan) const;

    const Kernel* kernel_;
    HashArray hashes_;
    AnyNumbers entries_array_, several_;
    Table<uint32_t> offsets_, ids_;
    Table<uint16_t> checks_;
    Array<uint32_t> several_at_, several_offsets_;
    Array<uint64_t> removed_;
    View view_{};
    Entries entries_;
};

}  // namespace belisha
