from tests.outbound.servers import confirmed, names, partner, serving
from tests.work.channels import configured, hook, mailbox

__all__ = ["configured", "confirmed", "hook", "mailbox", "names", "partner", "serving"]
