"""Addresses of the desk for orders to the service."""

from django.urls import URLPattern, path

from belisha.web.desk import orders

CASE = "cases/<uuid:case_id>/orders/"

urlpatterns: list[URLPattern] = [
    path("orders/", orders.orders, name="orders"),
    path("orders/<uuid:loose_id>/", orders.order_without_case, name="order_without_case"),
    path(CASE, orders.give, name="give_order"),
    path(f"{CASE}reopened/", orders.settle, name="settle_orders"),
    path(f"{CASE}<uuid:order_id>/", orders.order, name="case_order"),
    path(f"{CASE}<uuid:order_id>/reverse/", orders.reverse_order, name="reverse_order"),
    path(f"{CASE}<uuid:order_id>/give-up/", orders.give_up, name="give_up_order"),
]
