"""Every state of a form, as a screen reader meets it."""

import pytest
from django import forms

from tests.web.blocks import NOW, Everything, ids, rendered, words

pytestmark = pytest.mark.pure


@pytest.fixture
def wrong():
    """The form, sent empty."""
    return rendered("<form>{{ form }}</form>", form=Everything({}))


def test_every_line_of_the_error_summary_leads_to_a_control(wrong):
    links = wrong.xpath("//*[@role='alert']//a/@href")
    controls = {f"#{control.get('id')}" for control in wrong.xpath("//input|//textarea|//select")}
    assert len(links) == len(Everything.base_fields) - 2  # one may be left out, one is hidden
    assert set(links) <= controls


def test_the_error_summary_takes_the_focus_without_javascript(wrong):
    (summary,) = wrong.xpath("//*[@role='alert']")
    assert summary.get("autofocus") is not None
    assert summary.get("tabindex") == "-1"
    assert summary.get("aria-labelledby") in ids(wrong)


def test_an_error_names_its_field_and_says_that_it_is_one(wrong):
    assert words(wrong.get_element_by_id("id_email_error")) == "Error: Answer “Your email”"
    assert "id_email_error" in wrong.get_element_by_id("id_email").get("aria-describedby")
    assert wrong.get_element_by_id("id_email").get("aria-invalid") == "true"


def test_a_wrong_choice_is_not_repeated_on_the_page():
    page = rendered("{{ form }}", form=Everything({"danger": "something-sent"}))
    assert "something-sent" not in page.text_content()
    assert "Choose one of the answers to “Is a child in danger now?”" in words(page)


def test_a_text_that_is_too_long_is_refused_in_words_and_keeps_its_whole_length():
    page = rendered("{{ form }}", form=Everything({"what": "a" * 20_001}))
    assert "“What happened?” is too long: it has room for 20,000 characters" in words(page)
    assert len(page.get_element_by_id("id_what").text.strip()) == 20_001
    assert page.get_element_by_id("id_what").get("maxlength") is None


@pytest.mark.parametrize(("sent", "said"), [("41", "“Bits” is 40 at most"), ("0", "“Bits” is 1 at least")])
def test_a_number_out_of_bounds_is_refused_with_the_name_of_its_field(sent, said):
    class Bits(forms.Form):
        bits = forms.IntegerField(min_value=1, max_value=40)

    assert said in words(rendered("{{ form }}", form=Bits({"bits": sent})))


def test_a_forms_own_sentence_stands_as_it_is():
    class Own(forms.Form):
        name = forms.CharField(error_messages={"required": "Say who."})
        other = forms.CharField(required=False)

        def clean_other(self):
            raise forms.ValidationError("Say which of them.", code="required")

        def clean(self):
            raise forms.ValidationError("These two do not fit together.")

    page = rendered("{{ form }}", form=Own({}))
    lines = [words(line) for line in page.xpath("//*[@role='alert']//li")]
    assert lines == ["These two do not fit together.", "Say who.", "Say which of them."]


def test_a_summary_above_the_heading_is_not_repeated_in_the_form():
    page = rendered("{% error_summary form %}<h1>Report</h1><form>{{ form }}</form>", form=Everything({}))
    assert len(page.xpath("//*[@role='alert']")) == 1
    assert page.xpath("//*[@role='alert']/following::h1")


def test_an_untouched_form_shows_no_error():
    page = rendered("{{ form }}", form=Everything())
    assert page.xpath("//*[@role='alert']|//*[contains(@class, 'error')]|//*[@aria-invalid]") == []


@pytest.mark.parametrize("data", [None, {}], ids=["untouched", "sent empty"])
def test_every_control_has_a_label_and_every_description_exists(data):
    page = rendered("{{ form }}", form=Everything(data))
    named = set(page.xpath("//label/@for"))
    shown = page.xpath("//input[@type!='hidden']|//textarea|//select")
    assert len(shown) > len(Everything.base_fields)
    assert [control.get("id") for control in shown if control.get("id") not in named] == []
    described = " ".join(page.xpath("//@aria-describedby")).split()
    assert set(described) <= set(ids(page))
    assert len(ids(page)) == len(set(ids(page)))


def test_a_group_of_options_has_a_legend_and_its_hints():
    page = rendered("{{ form }}", form=Everything())
    first = page.xpath("//fieldset")[0]
    assert words(first.find("legend")) == "Is a child in danger now?"
    assert first.get("aria-describedby") == "id_danger_helptext"
    assert page.get_element_by_id("id_danger_0").get("aria-describedby") == "id_danger_0_hint"
    assert words(page.get_element_by_id("id_danger_0_hint")) == "It is happening now."


def test_a_moment_is_asked_for_in_two_inputs_with_labels_of_their_own():
    form = Everything(initial={"seen": NOW})
    page = rendered("{{ form.seen.as_field_group }}", form=form)
    assert [words(label) for label in page.xpath("//label")] == ["Date", "Time"]
    assert [(part.get("type"), part.get("value")) for part in page.xpath("//input")] == [
        ("date", "2026-11-22"),
        ("time", "07:20"),
    ]


def test_a_long_text_says_how_much_room_it_has():
    page = rendered("{{ form }}", form=Everything())
    area = page.get_element_by_id("id_what")
    assert area.get("data-maxlength") == "20000"
    assert area.get("aria-describedby") == "id_what_helptext id_what_count"
    assert words(page.get_element_by_id("id_what_count")) == "You can enter up to 20,000 characters"


def test_only_what_may_be_left_out_is_marked_and_a_filter_marks_nothing():
    class Filter(Everything):
        mark_optional = False

    assert "Name of the group (optional)" in words(rendered("{{ form }}", form=Everything()))
    assert words(rendered("{{ form }}", form=Everything())).count("(optional)") == 1
    assert "(optional)" not in words(rendered("{{ form }}", form=Filter()))


def test_a_label_can_be_the_heading_of_the_page():
    class OneQuestion(Everything):
        heading_field = "danger"

    page = rendered("{{ form }}", form=OneQuestion())
    assert [words(heading) for heading in page.xpath("//fieldset/legend/h1")] == ["Is a child in danger now?"]


def test_a_placeholder_never_stands_in_for_a_label():
    assert rendered("{{ form }}", form=Everything()).xpath("//@placeholder") == []


def test_hidden_fields_are_carried():
    assert rendered("{{ form }}", form=Everything()).get_element_by_id("id_step").get("value") == "2"
