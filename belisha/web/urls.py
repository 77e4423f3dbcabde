"""Addresses of all pages for people."""

from django.urls import include, path

from belisha.web.desk.welcome import first_person

urlpatterns = [
    path("", include("belisha.web.public.urls")),
    path("desk/", include("belisha.web.desk.urls")),
    path("desk/", include("belisha.web.desk.lists_urls")),
    path("desk/", include("belisha.web.desk.settings_urls")),
    path("desk/", include("belisha.web.desk.retention_urls")),
    *(
        path("desk/", include(f"belisha.web.desk.{part}_urls"))
        for part in (
            *("delivery", "cybertip", "filing", "follow_up", "held", "destinations", "letter"),
            *("orders", "endpoints", "appeals", "preserved", "contact", "contact_policy", "connectors"),
        )
    ),
    path("desk/figures/", include("belisha.web.desk.figures_urls")),
    path("figures/", include("belisha.web.figures.urls")),
    path("account/", include("belisha.web.desk.account_urls")),
    path("welcome/<str:secret>/", first_person, name="welcome"),
]
