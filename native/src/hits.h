// Where a search puts what it found. It grows in hits.cpp alone, which is compiled for the baseline.
#pragma once

#include <cstddef>
#include <cstdint>

namespace belisha {

struct Hit {
    uint32_t query;
    uint32_t position;
    uint32_t distance;
};

struct Hits {
    Hit* items = nullptr;
    size_t count = 0;
    size_t capacity = 0;
    bool damaged = false;  // A posting named a hash that isn't there: the files are not what was built.

    Hits() = default;
    Hits(const Hits&) = delete;
    Hits& operator=(const Hits&) = delete;
    ~Hits();
};

// Make room for one more hit, or throw std::bad_alloc.
void grow(Hits& hits);

// Memory that was not to be had: thrown from one place.
void* allocate(size_t bytes);
void release(void* memory);

}  // namespace belisha
