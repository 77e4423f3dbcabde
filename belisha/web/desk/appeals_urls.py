"""Addresses of the desk for appeals and complaints."""

from django.urls import path

from belisha.web.desk import appeals

urlpatterns = [
    path("appeals/", appeals.listed, name="appeals"),
    path("appeals/<uuid:appeal_id>/", appeals.one, name="appeal_one"),
    path("appeals/<uuid:appeal_id>/looked/", appeals.looked, name="appeal_looked"),
]
