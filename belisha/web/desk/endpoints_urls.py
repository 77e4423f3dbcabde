"""Addresses of the desk for the places where a service takes its orders."""

from django.urls import URLPattern, path

from belisha.web.desk import endpoints

ONE = "settings/endpoints/<uuid:endpoint_id>/"
urlpatterns: list[URLPattern] = [
    path("settings/endpoints/", endpoints.all_endpoints, name="endpoints"),
    path(ONE, endpoints.endpoint, name="endpoint"),
    path(f"{ONE}test/", endpoints.test, name="test_endpoint"),
    path(f"{ONE}on/", endpoints.turn_on, name="turn_on_endpoint"),
    path(f"{ONE}off/", endpoints.turn_off, name="turn_off_endpoint"),
    path(f"{ONE}again/", endpoints.again, name="send_again"),
    path(f"{ONE}again/<uuid:shipment_id>/", endpoints.again_one, name="send_one_again"),
    path(f"{ONE}rotate/", endpoints.rotate, name="rotate_endpoint"),
    path(f"{ONE}remove/", endpoints.remove, name="remove_endpoint"),
]
