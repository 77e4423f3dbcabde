// Vectors of as many floats as the instruction set adds best. BELISHA_LANES comes before it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace belisha {
namespace {

typedef float Floats __attribute__((vector_size(4 * FLOATS)));
typedef double Doubles __attribute__((vector_size(4 * FLOATS)));
typedef int32_t Half __attribute__((vector_size(2 * FLOATS)));
constexpr size_t DOUBLES = FLOATS / 2;

template <typename Vector, typename Item>
inline Vector load(const Item* from) {
    Vector vector;
    std::memcpy(&vector, from, sizeof vector);
    return vector;
}

template <typename Vector, typename Item>
inline void store(const Vector& vector, Item* to) {
    std::memcpy(to, &vector, sizeof vector);
}

typedef float Four __attribute__((vector_size(16)));
typedef float Eight __attribute__((vector_size(32)));

#if defined(__clang__) || __GNUC__ >= 12
#define BELISHA_PICK(mask, a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef int32_t FourPlaces __attribute__((vector_size(16)));
typedef int32_t EightPlaces __attribute__((vector_size(32)));
#define BELISHA_PICK(mask, a, b, ...) __builtin_shuffle(a, b, mask{__VA_ARGS__})
#endif

// One of the first, one of the second, and so on: of their first halves, or their second ones.
inline Four first_of_both(Four a, Four b) {
    return BELISHA_PICK(FourPlaces, a, b, 0, 4, 1, 5);
}
inline Four last_of_both(Four a, Four b) {
    return BELISHA_PICK(FourPlaces, a, b, 2, 6, 3, 7);
}
inline Eight first_of_both(Eight a, Eight b) {
    return BELISHA_PICK(EightPlaces, a, b, 0, 8, 1, 9, 2, 10, 3, 11);
}
inline Eight last_of_both(Eight a, Eight b) {
    return BELISHA_PICK(EightPlaces, a, b, 4, 12, 5, 13, 6, 14, 7, 15);
}
#undef BELISHA_PICK

// FLOATS rows of as many become columns: each round halves the distance at which neighbours lie.
inline void swap_sides(const float* from, size_t row, float* to, size_t column) {
    Floats rows[FLOATS], next[FLOATS];
    for (size_t i = 0; i < FLOATS; i++) rows[i] = load<Floats>(from + i * row);
    for (size_t round = 1; round < FLOATS; round *= 2) {
        for (size_t i = 0; i < FLOATS / 2; i++) {
            next[2 * i] = first_of_both(rows[i], rows[i + FLOATS / 2]);
            next[2 * i + 1] = last_of_both(rows[i], rows[i + FLOATS / 2]);
        }
        std::memcpy(&rows, &next, sizeof rows);
    }
    for (size_t i = 0; i < FLOATS; i++) store(rows[i], to + i * column);
}

}  // namespace
}  // namespace belisha
