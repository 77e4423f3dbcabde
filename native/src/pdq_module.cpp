#include "pdq_module.h"

#include <nanobind/stl/string.h>

#include "arrays.h"
#include "kernel.h"
#include "pdq.h"

namespace belisha {
namespace {

using Grey = nb::ndarray<const uint8_t, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using Rgb = nb::ndarray<const uint8_t, nb::shape<-1, -1, 3>, nb::c_contig, nb::device::cpu>;

const Kernel& kernel_of(const std::string& instruction_set) {
    const Kernel* kernel = named_kernel(instruction_set.c_str());
    if (!kernel) throw nb::value_error("no such instruction set here");
    return *kernel;
}

// The quality, the eight hashes of 32 bytes, and whether they are sure.
nb::tuple to_python(const Fingerprint& made) {
    nb::list turns;
    for (const auto& turn : made.turns) turns.append(nb::bytes(turn, sizeof turn));
    return nb::make_tuple(made.quality, nb::tuple(turns), made.sure);
}

template <typename Pixels, Kind kind>
nb::tuple hash(const Pixels& pixels, const std::string& instruction_set) {
    const Kernel& kernel = kernel_of(instruction_set);
    const Picture picture{pixels.data(), kind, pixels.shape(0), pixels.shape(1)};
    Fingerprint made;
    {
        nb::gil_scoped_release others_may_run;
        made = fingerprint(kernel, picture);
    }
    return to_python(made);
}

nb::tuple hash_shrunk(const Grey& pixels, size_t full_width, size_t full_height,
                      const std::string& instruction_set) {
    const Kernel& kernel = kernel_of(instruction_set);
    const Picture picture{pixels.data(), Kind::grey, pixels.shape(0), pixels.shape(1)};
    if (!picture.height || !picture.width || full_height < picture.height || full_width < picture.width)
        throw nb::value_error("the full size is at least that of the picture");
    Fingerprint made;
    {
        nb::gil_scoped_release others_may_run;
        made = fingerprint_of_shrunk(kernel, picture, full_height, full_width);
    }
    return to_python(made);
}

}  // namespace

void add_pdq(nb::module_& m) {
    m.def("hash_grey", &hash<Grey, Kind::grey>,
          "PDQ of grey bytes: the quality, the eight variants, and whether they are sure.");
    m.def("hash_rgb", &hash<Rgb, Kind::rgb>, "The same of RGB bytes.");
    m.def("hash_shrunk", &hash_shrunk, "The same of grey bytes that are means of a larger picture's.");
}

}  // namespace belisha
