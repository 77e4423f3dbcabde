"""Addresses of the desk."""

from django.urls import URLPattern, path

from belisha.web.desk import arrange, case, decide, emergency, queue, referral, rota, search, tasks

urlpatterns: list[URLPattern] = [
    path("", queue.queue, name="queue"),
    path("next/", queue.next_case, name="next_case"),
    path("cases/<uuid:case_id>/", case.case, name="case"),
    path("cases/<uuid:case_id>/claim/", queue.claim_case, name="claim_case"),
    path("cases/<uuid:case_id>/release/", queue.release_case, name="release_case"),
    path("cases/<uuid:case_id>/note/", arrange.note, name="add_note"),
    path("cases/<uuid:case_id>/priority/", arrange.priority, name="change_priority"),
    path("cases/<uuid:case_id>/child-suspect/", arrange.child_suspect, name="mark_child_suspect"),
    path("cases/<uuid:case_id>/split/", arrange.split_case, name="split_case"),
    path("cases/<uuid:case_id>/merge/", arrange.merge_case, name="merge_case"),
    path("cases/<uuid:case_id>/decide/", decide.make_decision, name="decide"),
    path("cases/<uuid:case_id>/senior/", decide.ask_senior, name="ask_senior"),
    path("cases/<uuid:case_id>/decisions/<uuid:decision_id>/", decide.decision, name="decision"),
    path(
        "cases/<uuid:case_id>/decisions/<uuid:decision_id>/confirm/",
        decide.confirm_decision,
        name="confirm_decision",
    ),
    path("cases/<uuid:case_id>/decisions/<uuid:decision_id>/send-back/", decide.send_back, name="send_back"),
    path("cases/<uuid:case_id>/decisions/<uuid:decision_id>/reopen/", decide.reopen, name="reopen"),
    path("cases/<uuid:case_id>/items/<uuid:item_id>/open/", decide.open_item, name="open_item"),
    path("cases/<uuid:case_id>/calls/", emergency.record_call, name="record_call"),
    path("cases/<uuid:case_id>/calls/what-to-say/", emergency.what_to_say, name="what_to_say"),
    path("cases/<uuid:case_id>/calls/<uuid:call_id>/", emergency.complete_call, name="complete_call"),
    path("cases/<uuid:case_id>/calls/<uuid:call_id>/look/", emergency.look_at_call, name="look_at_call"),
    path("cases/<uuid:case_id>/police-now/", emergency.tell_police_now, name="tell_police_now"),
    path("referrals/<uuid:referral_id>/", referral.referral, name="referral"),
    path("referrals/<uuid:referral_id>/release/", referral.release, name="release_referral"),
    path("referrals/<uuid:referral_id>/edit/", referral.edit, name="edit_referral"),
    path("referrals/<uuid:referral_id>/refresh/", referral.refresh, name="refresh_referral"),
    path("referrals/<uuid:referral_id>/delivered/", referral.delivered, name="deliver_referral"),
    path("referrals/<uuid:referral_id>/end/", referral.end, name="end_referral"),
    path("referrals/<uuid:referral_id>/documents/<slug:kind>/", referral.document, name="referral_document"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/take/", tasks.take_task, name="take_task"),
    path("search/", search.search, name="search"),
    path("rota/", rota.rota, name="rota"),
    path("rota/add/", rota.add, name="add_turn"),
    path("rota/<uuid:turn_id>/remove/", rota.remove, name="remove_turn"),
]
