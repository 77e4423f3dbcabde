"""The rules of the router, in the order in which their steps are taken."""

from belisha.routing.rules.abroad import country_mechanisms, hotline_finder, statutory_abroad
from belisha.routing.rules.canada import canadian_police, cybertip
from belisha.routing.rules.emergency import emergency
from belisha.routing.rules.european_union import member_state_concerned
from belisha.routing.rules.help_lines import own_picture, somebody_to_talk_to
from belisha.routing.rules.places import places_read
from belisha.routing.rules.police import police, police_elsewhere, police_of_the_site
from belisha.routing.rules.registry import Rule
from belisha.routing.rules.safeguarding import safeguarding_first, social_care
from belisha.routing.rules.united_kingdom import ceop, iwf, nca
from belisha.routing.rules.united_states import ncmec

RULES: tuple[Rule, ...] = (
    emergency,
    safeguarding_first,
    police,
    police_elsewhere,
    canadian_police,
    police_of_the_site,
    social_care,
    ncmec,
    cybertip,
    nca,
    statutory_abroad,
    member_state_concerned,
    country_mechanisms,
    ceop,
    iwf,
    hotline_finder,
    somebody_to_talk_to,
    own_picture,
    places_read,
)
"""Steps that are as urgent as each other keep this order; the more urgent ones come first."""
