"""The connections of `requests`, each to a checked address alone."""

import socket
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from belisha.outbound.pinned import connected
from belisha.outbound.problem import NotSent


class _Line(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        try:
            line = connected(self._dns_host.strip("[]"), self.port)
        except NotSent as refused:
            raise NewConnectionError(self, refused.problem) from None
        line.settimeout(self.timeout if isinstance(self.timeout, int | float) else None)
        return line


class _TlsLine(HTTPSConnection, _Line):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Line


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsLine


POOLS: dict[str, Any] = {"http": _Pool, "https": _TlsPool}
