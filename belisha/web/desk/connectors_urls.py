"""Addresses of the desk for other tools that report."""

from django.urls import URLPattern, path

from belisha.web.desk import connectors

ONE = "settings/connectors/<uuid:connector_id>/"
urlpatterns: list[URLPattern] = [
    path("settings/connectors/", connectors.all_connectors, name="connectors"),
    path(ONE, connectors.one_connector, name="connector"),
    path(f"{ONE}on/", connectors.set_state, {"state": "on"}, name="turn_on_connector"),
    path(f"{ONE}test/", connectors.set_state, {"state": "test"}, name="test_connector"),
    path(f"{ONE}off/", connectors.set_state, {"state": "off"}, name="turn_off_connector"),
    path(f"{ONE}secret/", connectors.change_secret, name="change_connector_secret"),
    path(f"{ONE}try/", connectors.try_event, name="try_connector"),
    path(f"{ONE}remove/", connectors.remove, name="remove_connector"),
]
