// NumPy arrays in and out, without copies.
#pragma once

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>

#include <initializer_list>
#include <memory>

#include "entries.h"
#include "view.h"

namespace nb = nanobind;

namespace belisha {

template <typename Item>
using Array = nb::ndarray<const Item, nb::ndim<1>, nb::c_contig, nb::device::cpu>;
template <typename Item>
using Table = nb::ndarray<const Item, nb::ndim<2>, nb::c_contig, nb::device::cpu>;
using HashArray = nb::ndarray<const uint64_t, nb::shape<-1, WORDS>, nb::c_contig, nb::device::cpu>;
using AnyNumbers = nb::ndarray<nb::ro, nb::ndim<1>, nb::c_contig, nb::device::cpu>;

// Whole numbers of any width; throws ValueError for anything else.
Numbers numbers_of(const AnyNumbers& array);

// Memory that is filled here and then belongs to a NumPy array.
template <typename Item>
class Owned {
public:
    explicit Owned(size_t count) : items_(new Item[count ? count : 1]) {}

    Item* data() { return items_.get(); }

    nb::object release_to_python(std::initializer_list<size_t> shape) {
        Item* items = items_.release();
        nb::capsule owner(items, [](void* memory) noexcept { delete[] static_cast<Item*>(memory); });
        return nb::cast(nb::ndarray<nb::numpy, Item>(items, shape, owner));
    }

private:
    std::unique_ptr<Item[]> items_;
};

}  // namespace belisha
