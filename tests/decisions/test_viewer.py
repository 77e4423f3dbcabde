"""The link to the service's own restricted viewer: an id from a report can't take a person elsewhere."""

import pytest

from belisha.decisions.viewer import NoAddress, viewer_address

pytestmark = pytest.mark.pure

VIEWER = "https://viewer.service.example/items/{item}?mode=grey"


def test_an_id_fills_its_one_place():
    assert viewer_address(VIEWER, "item-7") == "https://viewer.service.example/items/item-7?mode=grey"


def test_an_id_is_percent_encoded():
    address = viewer_address(VIEWER, "a/b?c=d#e é%2f")
    assert address == "https://viewer.service.example/items/a%2Fb%3Fc%3Dd%23e%20%C3%A9%252f?mode=grey"


@pytest.mark.parametrize("item", ["..", ".", " .. ", "", "  "])
def test_an_id_that_a_browser_would_take_for_a_step_up_is_refused(item):
    with pytest.raises(NoAddress):
        viewer_address(VIEWER, item)


@pytest.mark.parametrize(
    "template",
    [
        "",
        "http://viewer.service.example/{item}",
        "javascript:alert({item})",
        "//viewer.service.example/{item}",
        "https://{item}.service.example/",
        "https://viewer.service.example:{item}/",
        "https://user@viewer.service.example/{item}",
        "https://viewer.service.example/items/",
        "https://[broken/{item}",
        "https:///{item}",
    ],
)
def test_a_link_that_is_not_https_to_one_host_opens_nothing(template):
    with pytest.raises(NoAddress):
        viewer_address(template, "item-7")


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1", "[::1]:9000"])
def test_plain_http_is_for_this_machine_alone(host):
    assert viewer_address(f"http://{host}/{{item}}", "7") == f"http://{host}/7"
