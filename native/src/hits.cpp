#include "hits.h"

#include <cstdlib>
#include <new>

namespace belisha {

Hits::~Hits() {
    std::free(items);
}

void grow(Hits& hits) {
    const size_t wanted = hits.capacity ? hits.capacity * 2 : 64;
    void* larger = std::realloc(hits.items, wanted * sizeof(Hit));
    if (!larger) throw std::bad_alloc();
    hits.items = static_cast<Hit*>(larger);
    hits.capacity = wanted;
}

void* allocate(size_t bytes) {
    void* memory = std::malloc(bytes ? bytes : 1);
    if (!memory) throw std::bad_alloc();
    return memory;
}

void release(void* memory) {
    std::free(memory);
}

}  // namespace belisha
