#include "pdq.h"

#include <algorithm>
#include <cmath>

#include "kernel.h"
#include "pdq_finish.h"
#include "pdq_kernel.h"
#include "pdq_tents.h"

namespace belisha {
namespace {

// Up to this many pixels, following every sum costs hardly more than weighing.
constexpr size_t FEW_PIXELS = 128 * 128;

// How far the points and the frequencies may lie from Meta's, whose program adds floats one after another:
// the roundings add up along a side. Of 1,791 drawn pictures up to 12,000 pixels wide, plain gradients came
// nearest: points to 0.9 of it, a frequency near the middle to 0.8 of the gap; in other pictures to half.
Doubt doubt(const Picture& picture) {
    const float longer = std::max(1.0f, static_cast<float>(std::max(picture.height, picture.width)) / 1000);
    return {2e-3f * std::sqrt(longer), 5e-3f * std::sqrt(std::sqrt(longer))};
}

// Of drawn pictures at most half of the near ones fell to the other side: 16 of them make 8 bits.
constexpr size_t FEW_NEAR = 16;

bool has_none(size_t height, size_t width) {
    return std::min(height, width) < SMALLEST;
}

}  // namespace

Fingerprint fingerprint(const Kernel& kernel, const Picture& picture) {
    if (has_none(picture.height, picture.width)) return {};
    const Tents down = tents(picture.height), across = tents(picture.width);
    Mirrored mirrored;
    kernel.pdq->weigh(picture, down.view(), across.view(), mirrored);
    if (picture.height * picture.width > FEW_PIXELS) {
        const Finished made = finish(mirrored);
        if (certain(made, mirrored.as_it_is(), doubt(picture))) return made.fingerprint;
    }
    kernel.pdq->box(picture, mirrored.as_it_is());
    return finish(mirrored).fingerprint;
}

Fingerprint fingerprint_of_shrunk(const Kernel& kernel, const Picture& picture, size_t full_height,
                                  size_t full_width) {
    if (has_none(full_height, full_width)) return {};
    const unsigned by = shrunk_by(picture, full_height, full_width);
    const Tents down = tents_of_shrunk(full_height, picture.height, by);
    const Tents across = tents_of_shrunk(full_width, picture.width, by);
    Mirrored mirrored;
    kernel.pdq->weigh(picture, down.view(), across.view(), mirrored);
    Finished made = finish(mirrored);
    made.fingerprint.sure = made.near <= FEW_NEAR;
    return made.fingerprint;
}

}  // namespace belisha
