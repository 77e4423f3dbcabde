"""Addresses of the desk."""

from django.urls import URLPattern, path

from belisha.web.desk import arrange, case, queue, rota, search, tasks

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
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:task_id>/take/", tasks.take_task, name="take_task"),
    path("search/", search.search, name="search"),
    path("rota/", rota.rota, name="rota"),
    path("rota/add/", rota.add, name="add_turn"),
    path("rota/<uuid:turn_id>/remove/", rota.remove, name="remove_turn"),
]
