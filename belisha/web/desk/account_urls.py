"""Addresses of a person's own account, beside those of allauth."""

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from belisha.web.desk import account, sign_on

urlpatterns: list[URLPattern] = [
    path("", account.account, name="account"),
    path("sign-out-others/", account.sign_out_others, name="sign_out_others"),
    path("sessions/<uuid:session_id>/end/", account.sign_out_one, name="sign_out_one"),
    path("sign-on/", sign_on.begin, name="sign_on"),
    path("sign-on/again/", sign_on.again, name="sign_on_again"),
    path("sign-on/callback/", sign_on.callback, name="sign_on_callback"),
    # allauth's page would let people sign in with a further address that no administrator knows of.
    path("email/", RedirectView.as_view(pattern_name="account"), name="no_other_address"),
]
