"""A seam for the NCA's API: off. Nothing here sends anything; the portal by hand is the way.

S.I. 2026/268 lets a report be made through the portal or the NCA's API. The API's description is given to
those who are registered, and none has been seen here. It also takes the content itself where that is
available, which this desk never holds. So this channel stands in no list (channels.py) and is never ready.
"""

from collections.abc import Mapping

from belisha.referrals.message import ReferralMessage
from belisha.referrals.recipients.channel import Parcel, Reach, Refused, Undone

NEEDS = (
    "the API’s description, which the NCA gives to registered organisations",
    "credentials for its test environment, then for production, as settings of this desk",
    "the instrument’s own list of fields, in place of the second-hand one in nca_schedule.py",
    "an answer to how a report is made whose content stays in the service’s own sealed store",
    "a way to tell a repeat, so that a report that was cut off is never filed twice",
    "the approval of the people whom the NCA knows as administrator and replacement",
)
"""What it would take to switch this on."""


class NcaApi:
    """The channel as it would be."""

    kind = "nca_api"

    def is_ready(self) -> bool:
        """Could it send? No."""
        return False

    def documents(self, message: ReferralMessage, reach: Reach) -> Mapping[str, bytes]:
        return {}

    def send(self, parcel: Parcel) -> Refused:
        words = "The NCA’s API is not connected here. File it in the portal."
        return Refused(problem="not_connected", words=words, line_down=True)

    def undo(self, parcel: Parcel) -> Undone:
        return Undone()
