from tests.desk_cases import case, danger, make_case, one_person, organisation
from tests.work.channels import configured, hook, mailbox

__all__ = ["case", "configured", "danger", "hook", "mailbox", "make_case", "one_person", "organisation"]
