"""Asking a signed-in person to show again that it is they, before what is grave."""

from urllib.parse import urlencode, urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def ask_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks, and back to the page where the person was; nothing that was sent is kept."""
    if request.method == "POST":
        messages.info(request, "Nothing was done yet. Show that it is you, then do it again.")
    return HttpResponseRedirect(way_back_to(_came_from(request)))


def way_back_to(page: str) -> str:
    """The address that asks, and then leads to this page."""
    return f"{reverse('account_reauthenticate')}?{urlencode({'next': page})}"


def _came_from(request: HttpRequest) -> str:
    """The page on which somebody pressed a button; the address itself where it is a page."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    own = page.netloc == request.get_host() and page.path.startswith("/")
    return page.path if own else reverse("start")
