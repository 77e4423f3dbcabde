"""Addresses of the administrator's, the auditor's and everybody's own pages."""

from django.urls import URLPattern, path

from belisha.web.desk import (
    directory,
    directory_review,
    keys,
    ledger,
    one_person,
    organisation,
    services,
    settings,
    staff,
    staff_member,
    start,
    teams,
)

urlpatterns: list[URLPattern] = [
    path("start/", start.start, name="start"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/verify/", ledger.check, name="verify_ledger"),
    path("settings/", settings.settings, name="settings"),
    path("settings/organisation/", organisation.organisation, name="organisation"),
    path("settings/one-person-mode/", one_person.one_person_mode, name="one_person_mode"),
    path("settings/services/", services.services, name="services"),
    path("settings/services/<uuid:service_id>/", services.service, name="service"),
    path("settings/services/<uuid:service_id>/remove/", services.remove, name="remove_service"),
    path("settings/teams/", teams.teams, name="teams"),
    path("settings/teams/<uuid:team_id>/", teams.team, name="team"),
    path("settings/teams/<uuid:team_id>/remove/", teams.remove, name="remove_team"),
    path("settings/staff/", staff.people, name="staff"),
    path("settings/staff/add/", staff.add, name="add_staff"),
    path("settings/staff/<uuid:person_id>/", staff_member.member, name="staff_member"),
    path("settings/staff/<uuid:person_id>/shut-out/", staff_member.shut_out, name="shut_out"),
    path("settings/staff/<uuid:person_id>/let-in/", staff_member.let_in, name="let_in"),
    path("settings/staff/<uuid:person_id>/password/", staff_member.new_password, name="new_password"),
    path(
        "settings/staff/<uuid:person_id>/second-factor/",
        staff_member.reset_second_factor,
        name="reset_second_factor",
    ),
    path("settings/keys/", keys.keys, name="keys"),
    path("settings/keys/<uuid:key_id>/revoke/", keys.revoke, name="revoke_key"),
    path("settings/directory/", directory.directory, name="directory"),
    path("settings/directory/add/", directory.add, name="add_authority"),
    path("settings/directory/review/", directory_review.review, name="directory_review"),
    path("settings/directory/review/<str:row_id>/", directory_review.look_again, name="look_again"),
    path("settings/directory/<str:authority>/", directory.authority, name="authority"),
    path("settings/directory/<str:authority>/propose/", directory.propose, name="propose_address"),
    path("settings/directory/<str:authority>/change/", directory.change, name="change_address"),
    path("settings/directory/<str:authority>/wrong/", directory.wrong, name="doubt_address"),
    path(
        "settings/directory/<str:authority>/<uuid:claim_id>/confirm/",
        directory.confirm,
        name="confirm_address",
    ),
    path(
        "settings/directory/<str:authority>/<uuid:claim_id>/withdraw/",
        directory.withdraw,
        name="withdraw_address",
    ),
]
