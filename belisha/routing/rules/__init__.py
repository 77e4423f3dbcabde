"""The rules of the router, in the order in which their steps are taken."""

from belisha.routing.rules.abroad import country_mechanisms, hotline_finder, ncmec
from belisha.routing.rules.emergency import emergency
from belisha.routing.rules.help_lines import own_picture, somebody_to_talk_to
from belisha.routing.rules.police import police, police_elsewhere, police_of_the_site
from belisha.routing.rules.registry import Rule
from belisha.routing.rules.safeguarding import safeguarding_first, social_care
from belisha.routing.rules.united_kingdom import ceop, iwf, nca

RULES: tuple[Rule, ...] = (
    emergency,
    safeguarding_first,
    police,
    police_elsewhere,
    police_of_the_site,
    social_care,
    ncmec,
    nca,
    country_mechanisms,
    ceop,
    iwf,
    hotline_finder,
    somebody_to_talk_to,
    own_picture,
)
