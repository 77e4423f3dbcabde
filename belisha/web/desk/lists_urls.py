"""Addresses of the list officer's pages."""

from django.urls import URLPattern, path

from belisha.web.desk import lists, lists_change

urlpatterns: list[URLPattern] = [
    path("lists/", lists.lists, name="lists"),
    path("lists/probes/<uuid:probe_id>/seen/", lists.probe_seen, name="probe_seen"),
    path("lists/<uuid:list_id>/", lists.one, name="list"),
    path("lists/<uuid:list_id>/settings/", lists_change.settings, name="list_settings"),
    path("lists/<uuid:list_id>/roll-back/", lists_change.roll_back, name="roll_back_list"),
    path(
        "lists/<uuid:list_id>/changes/<uuid:change_id>/put-back/",
        lists_change.put_back,
        name="put_entry_back",
    ),
    path("lists/<uuid:list_id>/feedback/", lists.feedback, name="list_feedback"),
    path("lists/<uuid:list_id>/feedback/told/", lists.told, name="list_told"),
]
