"""The ledger's signed heads for auditors: the newest, where it lies, and a check against one from outside."""

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from belisha.ledger import read
from belisha.ledger.note import BadNote, Checkpoint
from belisha.ledger.signer import vkeys
from belisha.ledger.verify import Verdict, verify
from belisha.ledger.witness import Witness, open_any
from belisha.web.desk.door import DeskRequest, desk_page
from belisha.web.desk.ledger import CHECKED_HERE

YOURS = "your checkpoint"
PLACES = {"folder": "Folder", "http": "Address (HTTP)", "mail": "Mailbox"}
PROBLEMS = {
    "no_folder": "The folder isn't there",
    "not_writable": "The folder can't be written to",
    "other_words_there": "A file of this name holds other words",
    "unreachable": "It can't be reached",
    "login_refused": "It refused the login",
    "address_refused": "It refused the address",
}


class CheckForm(forms.Form):
    """A checkpoint that somebody kept."""

    checkpoint = forms.CharField(
        label="Checkpoint",
        max_length=8000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="The whole text of a file or message that you kept: name, number, root, signature.",
    )
    key = forms.CharField(
        label="The ledger’s key, if you were given it",
        required=False,
        max_length=500,
        help_text="Without it the key is used that this desk has now.",
    )

    def clean(self) -> None:
        """Open the checkpoint, so that a slip of the clipboard is said at its field."""
        given = self.cleaned_data
        if "checkpoint" not in given:
            return
        try:
            key = given.get("key", "").strip()
            given["head"] = open_any(given["checkpoint"].strip() + "\n", [key] if key else vkeys())
        except BadNote as problem:
            raise ValidationError({"checkpoint": str(problem)}) from problem


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page("ledger.view_entry")
def checkpoints(request: DeskRequest) -> HttpResponse:
    """The newest head and the places; a POST compares the ledger with a head from outside."""
    if request.method != "POST":
        return _page(request, CheckForm())
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    head = form.cleaned_data["head"]
    if read.size() <= CHECKED_HERE:
        return _page(request, form, verdict=_compared(head), head=head)
    return _page(request, form, head=head, too_long=True, root_fits=read.root_at(head.size) == head.root)


def _compared(head: Checkpoint) -> Verdict:
    witness = Witness()
    witness.add(head, YOURS)
    return verify(witness)


def _page(request: DeskRequest, form: CheckForm, *, status: int = 200, **found: object) -> HttpResponse:
    places = [
        (PLACES.get(one.kind, one.kind), one, PROBLEMS.get(one.problem, one.problem.replace("_", " ")))
        for one in read.places_outside()
    ]
    context = {"form": form, "newest": read.newest_head(), "places": places, "keys": vkeys(), **found}
    return render(request, "desk/checkpoints.html", context, status=status)
