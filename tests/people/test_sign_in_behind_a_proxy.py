"""Whose wrong passwords are counted together, as the settings of a real start have it."""

import os
import subprocess
import sys

import pytest

ASK = """
import django
django.setup()
from allauth.account.adapter import get_adapter
from django.test import RequestFactory
request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
print(get_adapter().get_client_ip(request))
"""


@pytest.mark.pure
@pytest.mark.parametrize(
    ("base_url", "client_address"),
    [("https://desk.example", "198.51.100.7"), ("http://127.0.0.1:8000", "192.0.2.1")],
)
def test_wrong_passwords_count_against_whom_the_proxy_names_and_never_against_everybody(
    tmp_path, base_url, client_address
):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BELISHA_")}
    asked = subprocess.run(
        [sys.executable, "-c", ASK],
        env={
            **kept,
            "DJANGO_SETTINGS_MODULE": "belisha.settings",
            "BELISHA_BASE_URL": base_url,
            "BELISHA_DATA_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert asked.stdout.strip() == client_address
