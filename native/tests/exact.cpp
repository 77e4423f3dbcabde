// Is the search exact where Python can't be run? Without arguments: build, search, compare with every hash, for
// every distance, one by one and in a batch. Exit code 0, and one line that says what was compared.
#include <algorithm>
#include <cstdio>
#include <random>
#include <set>
#include <tuple>
#include <vector>

#include "../src/bands.h"
#include "../src/kernel.h"

using namespace belisha;

namespace {

using Found = std::multiset<std::tuple<uint32_t, uint32_t, uint32_t>>;

struct Index {
    std::vector<uint64_t> hashes;
    std::vector<uint32_t> offsets, ids;
    std::vector<uint16_t> checks;
    View view{};

    explicit Index(std::vector<uint64_t> from) : hashes(std::move(from)) {
        const uint32_t count = static_cast<uint32_t>(hashes.size() / WORDS);
        offsets.resize(BANDS * OFFSETS), ids.resize(size_t{BANDS} * count);
        checks.resize(BANDS * (size_t{count} + PADDING));
        for (unsigned band = 0; band < BANDS; band++)
            build_band(hashes.data(), count, band, &offsets[band * OFFSETS],
                       &checks[band * (size_t{count} + PADDING)], &ids[band * size_t{count}]);
        view = {hashes.data(), count, offsets.data(), checks.data(), ids.data()};
    }
};

void flip(uint64_t* hash, unsigned bits, std::mt19937_64& random) {
    std::vector<unsigned> places(256);
    for (unsigned i = 0; i < 256; i++) places[i] = i;
    std::shuffle(places.begin(), places.end(), random);
    for (unsigned i = 0; i < bits; i++) hash[places[i] / 64] ^= uint64_t{1} << (places[i] % 64);
}

// Half of them random, half within a few bits of one hash: crowded buckets and empty ones.
std::vector<uint64_t> some_hashes(size_t count, std::mt19937_64& random) {
    std::vector<uint64_t> hashes(count * WORDS);
    for (auto& word : hashes) word = random();
    for (size_t i = count / 2; i < count; i++) {
        std::copy_n(hashes.begin(), WORDS, hashes.begin() + static_cast<long>(i * WORDS));
        flip(&hashes[i * WORDS], static_cast<unsigned>(random() % 60), random);
    }
    return hashes;
}

Found found_by(void (*ask)(const View&, const uint64_t*, size_t, int, Hits&), const Index& index,
               const std::vector<uint64_t>& queries, size_t at_once, int distance) {
    Found found;
    const size_t count = queries.size() / WORDS;
    for (size_t i = 0; i < count; i += at_once) {
        Hits hits;
        ask(index.view, &queries[i * WORDS], std::min(at_once, count - i), distance, hits);
        for (size_t hit = 0; hit < hits.count; hit++)
            found.insert({hits.items[hit].query + static_cast<uint32_t>(i), hits.items[hit].position,
                          hits.items[hit].distance});
    }
    return found;
}

}  // namespace

int main() {
    std::mt19937_64 random(1);
    const Index index(some_hashes(3000, random));
    const Kernel* kernel = best_kernel();
    size_t compared = 0;
    for (int distance = 0; distance <= FURTHEST; distance++) {
        std::vector<uint64_t> queries(index.hashes.begin(), index.hashes.begin() + 40 * WORDS);
        for (size_t i = 0; i < 40; i++)
            flip(&queries[i * WORDS], static_cast<unsigned>(std::max(0, distance - 1 + int(i % 3))), random);
        const Found all = found_by(kernel->scan, index, queries, 40, distance);
        for (size_t at_once : {size_t{1}, size_t{40}})
            if (found_by(kernel->search, index, queries, at_once, distance) != all) {
                std::printf("%s: not exact at distance %d, %zu at once\n", kernel->name, distance, at_once);
                return 1;
            }
        compared += all.size();
    }
    std::printf("%s: exact for every distance from 0 to %d, %zu matches\n", kernel->name, FURTHEST, compared);
    return compared ? 0 : 1;
}
