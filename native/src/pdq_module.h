// PDQ in the Python module.
#pragma once

#include <nanobind/nanobind.h>

namespace belisha {

void add_pdq(nanobind::module_&);

}  // namespace belisha
