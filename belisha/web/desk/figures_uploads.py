"""Uploads of answers: read in memory, by whoever may, and never written to a disk."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from belisha.web.desk.door import DeskRequest

Rest = ParamSpec("Rest")
View = Callable[Concatenate[DeskRequest, Rest], HttpResponse]
Served = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Holds a file in memory, however large: bodies are bounded before anything of them is read."""

    def handle_raw_input(self, *args: object, **kwargs: object) -> None:
        self.activated = True


def with_file(view: View[Rest]) -> View[Rest]:
    """Let a view take a file. Below `desk_page`: who may not come in has nothing read."""

    @wraps(view)
    def served(request: DeskRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return csrf_protect(view)(request, *args, **kwargs)

    return served


def checked_within(view: Served[Rest]) -> Served[Rest]:
    """Above `desk_page`: the form's token is checked by `with_file`, once handlers for the file are there."""
    return csrf_exempt(view)
