// The Python module: checks shapes, lets go of the interpreter's lock, and hands over.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include "arrays.h"
#include "bands.h"
#include "kernel.h"
#include "pdq_module.h"
#include "segment.h"

namespace belisha {
namespace {

std::vector<std::string> instruction_sets() {
    std::vector<std::string> names;
    for (const char* name : {"avx512", "avx2", "portable"})
        if (named_kernel(name)) names.push_back(name);
    return names;
}

nb::object order(const HashArray& hashes, const Array<uint64_t>& entries) {
    if (hashes.shape(0) != entries.shape(0)) throw nb::value_error("as many entries as hashes");
    Owned<uint32_t> positions(hashes.shape(0));
    {
        nb::gil_scoped_release others_may_run;
        sort_positions(hashes.data(), entries.data(), static_cast<uint32_t>(hashes.shape(0)),
                       positions.data());
    }
    return positions.release_to_python({hashes.shape(0)});
}

nb::tuple bands(const HashArray& hashes) {
    const size_t count = hashes.shape(0);
    Owned<uint32_t> offsets(BANDS * OFFSETS), ids(BANDS * count);
    Owned<uint16_t> checks(BANDS * (count + PADDING));
    {
        nb::gil_scoped_release others_may_run;
        for (unsigned band = 0; band < BANDS; band++)
            build_band(hashes.data(), static_cast<uint32_t>(count), band, offsets.data() + band * OFFSETS,
                       checks.data() + band * (count + PADDING), ids.data() + band * count);
    }
    return nb::make_tuple(offsets.release_to_python({BANDS, OFFSETS}),
                          checks.release_to_python({BANDS, count + PADDING}),
                          ids.release_to_python({BANDS, count}));
}

}  // namespace
}  // namespace belisha

NB_MODULE(belisha_native, m) {
    using namespace belisha;
    m.doc() = "Search in 256-bit fingerprints (belisha.matching), and making them (belisha.screening.pdq).";
    m.def("instruction_sets", &instruction_sets, "Those that this machine can run, best first.");
    m.def("order", &order, "Positions in order of hash, then entry.");
    m.def("bands", &bands, "The offsets, check words and ids of all bands.");
    add_pdq(m);
    nb::class_<Segment>(m, "Segment")
        .def(nb::init<const HashArray&, const AnyNumbers&, const std::string&>())
        .def("use_bands", &Segment::use_bands)
        .def("use_several", &Segment::use_several)
        .def("without", &Segment::without)
        .def("search", &Segment::search)
        .def("search_many", &Segment::search_many);
}
