"""Brings orders to the service beside the worker's other jobs: each endpoint has a thread of its own."""

from belisha.enforcement import shipment_leases, shipments
from belisha.jobs.senders import Cargo, Senders

PAUSE = 0.1  # seconds: from a match to the order's leaving no more than one goes by

ORDERS = Cargo(
    name="shipper",
    lines_due=shipment_leases.endpoints_due,
    send_line=shipments.send_endpoint,
    lease=shipment_leases.LEASES.lasts.total_seconds(),
)


class Shippers(Senders):
    """Looks for endpoints to which something is due, more often than for authorities."""

    def __init__(self, pause: float = PAUSE) -> None:
        super().__init__(pause, ORDERS)
