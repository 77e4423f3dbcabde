from tests.work.channels import configured, hook, mailbox

__all__ = ["configured", "hook", "mailbox"]
