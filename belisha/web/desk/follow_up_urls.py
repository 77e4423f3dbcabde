"""Addresses: what an authority asked, what followed, and whether nobody may be told."""

from django.urls import URLPattern, path

from belisha.web.desk import follow_up

OF = "referrals/<uuid:referral_id>/follow-up/"
urlpatterns: list[URLPattern] = [
    path("questions/", follow_up.questions, name="questions"),
    path("register/", follow_up.register_page, name="register"),
    path(OF, follow_up.follow_up, name="follow_up"),
    path(f"{OF}heard/", follow_up.heard, name="heard"),
    path(f"{OF}again/", follow_up.again, name="write_again"),
    path(f"{OF}dont-tell/", follow_up.silence, name="dont_tell"),
    path(f"{OF}dont-tell/<uuid:silence_id>/lift/", follow_up.lift, name="lift_silence"),
    path(f"{OF}questions/<uuid:question_id>/", follow_up.answered, name="answer_question"),
    path(f"{OF}questions/<uuid:question_id>/clock/", follow_up.clock, name="set_question_clock"),
]
