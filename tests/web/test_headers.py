"""The headers that every answer carries: pages, errors, data and static files alike."""

import pytest

NEEDED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
EVERY_KIND = (
    "/",
    "/report/",
    "/desk/",
    "/nothing-here",
    "/api/v1/reports",
    "/livez",
    "/static/belisha/belisha.css",
    "/static/belisha/favicon.svg",
    "/static/nothing-here",
)


@pytest.mark.parametrize("address", EVERY_KIND)
def test_every_answer_carries_the_headers(client, address):
    answer = client.get(address)
    assert {name: answer.headers.get(name) for name in NEEDED} == NEEDED
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "Referrer-Policy" in answer.headers
