"""What an operator may set: in groups that leave each other alone, refused where a word can't be."""

from itertools import combinations

import pytest
from pydantic import BaseModel, ValidationError

from belisha.options import GROUPS, Settings

pytestmark = pytest.mark.pure

PROVIDER = {"oidc_client_id": "desk", "oidc_client_secret": "secret", "oidc_roles": "safety=senior"}


@pytest.mark.parametrize("name", ["checkpoint_url", "oidc_issuer", "ncmec_url", "stopncii_url"])
def test_an_address_that_others_could_read_on_the_way_is_refused(name):
    with pytest.raises(ValidationError, match="https://"):
        Settings(**PROVIDER, **{name: "http://partner.example/"})
    for address in ("https://partner.example/", "http://127.0.0.1:8080/"):
        assert str(getattr(Settings(**PROVIDER, **{name: address}), name)) == address


def test_no_group_of_settings_takes_the_place_of_what_another_one_has():
    names = {group: {name for name in vars(group) if not name.startswith("__")} for group in GROUPS}
    own = {group: (names[group] | set(group.model_fields)) - set(vars(BaseModel)) - ADDED for group in GROUPS}
    assert [(a, b, own[a] & own[b]) for a, b in combinations(GROUPS, 2) if own[a] & own[b]] == []


ADDED = {"_abc_impl", "model_config"}
"""What each model of pydantic has besides what it says."""
