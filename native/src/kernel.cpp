// Compiled once for each instruction set: BELISHA_LANES names its header, BELISHA_KERNEL what it defines.
#include "kernel.h"

#include BELISHA_LANES

#include "search.h"

namespace belisha {
namespace {

constexpr size_t TOGETHER = 65536;  // Queries of one batch; more are taken in several.

void scan_numbered(const View& view, const uint64_t* queries, size_t count, int limit, Hits& hits) {
    Buffer<uint32_t> numbers(count);
    for (size_t i = 0; i < count; i++) numbers.push(static_cast<uint32_t>(i));
    scan_all(view, queries, numbers.begin(), count, limit, hits);
}

void search_one(const View& view, const uint64_t* query, int max_distance, Hits& hits) {
    const uint16_t* words = reinterpret_cast<const uint16_t*>(query);
    Task tasks[BANDS];
    for (uint16_t band = 0; band < BANDS; band++) tasks[band] = {0, band, words[band]};
    Search search(view, query, 1, max_distance, hits);
    search.walk(tasks, BANDS, ONE_BY_ONE);
    search.finish();
}

// Sort by one byte of the key; the order of equal ones stays.
void sort_by_byte(Buffer<Task>& from, Buffer<Task>& to, unsigned shift) {
    size_t starts[257] = {};
    for (const Task& task : from) starts[((task.key >> shift) & 255) + 1]++;
    for (unsigned i = 0; i < 256; i++) starts[i + 1] += starts[i];
    for (const Task& task : from) to[starts[(task.key >> shift) & 255]++] = task;
}

// Band by band, in the order of the buckets: neighbours find what they need in the cache.
void search_batch(const View& view, const uint64_t* queries, size_t count, int max_distance, Hits& hits) {
    Search search(view, queries, count, max_distance, hits);
    Buffer<Task> tasks(count), spare(count);
    for (uint16_t band = 0; band < BANDS; band++) {
        tasks.clear(), spare.zero(count);
        for (uint32_t query = 0; query < count; query++)
            tasks.push(
                {query, band, reinterpret_cast<const uint16_t*>(queries + query * size_t{WORDS})[band]});
        sort_by_byte(tasks, spare, 0);
        sort_by_byte(spare, tasks, 8);
        search.walk(tasks.begin(), count, IN_A_BATCH);
    }
    search.finish();
}

// Let a function that numbers its queries from 0 work on a part of them.
template <typename Function>
void in_parts(Function function, const View& view, const uint64_t* queries, size_t count, int limit,
              Hits& hits) {
    for (size_t done = 0; done < count; done += TOGETHER) {
        const size_t part = count - done < TOGETHER ? count - done : TOGETHER, before = hits.count;
        // Hits of this part are numbered apart, so that giving up in one part leaves the others alone.
        Hits found;
        function(view, queries + done * WORDS, part, limit, found);
        hits.damaged |= found.damaged;
        for (size_t i = 0; i < found.count; i++) push(hits, found.items[i]);
        for (size_t i = before; i < hits.count; i++) hits.items[i].query += static_cast<uint32_t>(done);
    }
}

void scan(const View& view, const uint64_t* queries, size_t count, int limit, Hits& hits) {
    in_parts(scan_numbered, view, queries, count, limit, hits);
}

void search(const View& view, const uint64_t* queries, size_t count, int max_distance, Hits& hits) {
    if (!view.offsets) return scan(view, queries, count, max_distance, hits);
    if (count == 1) return search_one(view, queries, max_distance, hits);
    in_parts(search_batch, view, queries, count, max_distance, hits);
}

}  // namespace

extern const PdqKernel BELISHA_PDQ;
const Kernel BELISHA_KERNEL = {NAME, search, scan, &BELISHA_PDQ};

}  // namespace belisha
