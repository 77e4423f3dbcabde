#include "arrays.h"

namespace belisha {

Numbers numbers_of(const AnyNumbers& array) {
    const nb::dlpack::dtype type = array.dtype();
    if (type.code != static_cast<uint8_t>(nb::dlpack::dtype_code::UInt) || type.lanes != 1)
        throw nb::value_error("entries are unsigned whole numbers");
    return {array.data(), array.shape(0), type.bits / 8u};
}

}  // namespace belisha
