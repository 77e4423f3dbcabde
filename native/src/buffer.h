// A growing array for the kernels. Everything here has internal linkage: a template of the standard library,
// compiled for AVX-512 in one kernel, could otherwise be the copy that the linker keeps for all.
#pragma once

#include <cstring>

#include "hits.h"

namespace belisha {
namespace {

template <typename Item>
class Buffer {
public:
    explicit Buffer(size_t capacity) : items_(make(capacity)), capacity_(capacity) {}
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { release(items_); }

    Item& operator[](size_t i) { return items_[i]; }
    Item* begin() { return items_; }
    Item* end() { return items_ + count_; }
    size_t size() const { return count_; }
    void clear() { count_ = 0; }

    void push(Item item) {
        if (count_ == capacity_) enlarge();
        items_[count_++] = item;
    }

    // `count` items of zeros.
    void zero(size_t count) {
        std::memset(static_cast<void*>(items_), 0, count * sizeof(Item));
        count_ = count;
    }

    void swap(Buffer& other) {
        Item* items = items_;
        items_ = other.items_, other.items_ = items;
    }

private:
    static Item* make(size_t capacity) { return static_cast<Item*>(allocate(capacity * sizeof(Item))); }

    __attribute__((noinline)) void enlarge() {
        Item* larger = make(capacity_ * 2);
        std::memcpy(static_cast<void*>(larger), items_, count_ * sizeof(Item));
        release(items_);
        items_ = larger;
        capacity_ *= 2;
    }

    Item* items_;
    size_t count_ = 0;
    size_t capacity_;
};

}  // namespace
}  // namespace belisha
