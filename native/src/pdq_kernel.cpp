// Compiled once for each instruction set: BELISHA_LANES names its header, BELISHA_PDQ what it defines.
#include "pdq_kernel.h"

#include BELISHA_LANES

#include "pdq_box.h"
#include "pdq_weigh.h"

namespace belisha {

extern const PdqKernel BELISHA_PDQ;
const PdqKernel BELISHA_PDQ = {weigh, box};

}  // namespace belisha
