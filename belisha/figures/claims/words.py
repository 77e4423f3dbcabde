"""The words that a claim is made of, as patterns. Every one is bounded: no text takes long to read."""

import re
from typing import Final

from belisha.figures.claims.tokens import NUMBER_WORDS, ORDINALS

MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th)?"
SPELLED: Final = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_ORDINAL: Final = "|".join(ORDINALS)
DIGITS: Final = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,9})(?:\.\d{1,4})?(?!\d|,\d)"
_SCALE: Final = r"(?: ?(?:k|m|million|thousand|hundred)\b)?"
_TENS: Final = rf"(?:{SPELLED})(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)\b)?"
_HUNDREDS: Final = rf"(?:(?:{_TENS}|a) hundred(?: and {_TENS})?|{_TENS})"
WRITTEN: Final = rf"(?:{_HUNDREDS} (?:thousand|million)(?:,? (?:and )?{_HUNDREDS})?|{_HUNDREDS})\b"
"""A number in words: "four hundred and ten"."""
NUMBER: Final = rf"(?:{DIGITS}{_SCALE}|{WRITTEN})"
_SOME: Final = r"(?:an? |one |the )?"
_SIZE: Final = (
    rf"(?={_SOME}(?:[\d.]|(?:{SPELLED})\b|half|quarter|third|fifth|tenth|two|three|doubl|tripl|trebl"
    rf"|quadrupl|halv"
    rf"|twice|hundred))"
)
_PAST: Final = r"(?:(?:the|this|just|only|a|past|last|previous|preceding|most|recent|next|first) ){0,3}"

YEAR: Final = re.compile(
    rf"(?:the )?(?:(?:financial )?years?|12 months|twelve months) (?:to|ending|ended)(?: in"
    rf"| on)?(?: the end of)?"
    rf"(?: {_DAY})? (?:march|december)(?: {_DAY})?,? 20\d\d(?!\d)"
    rf"|(?:{_DAY} )?april 20\d\d (?:to|-|and|until|through) (?:the end of )?(?:{_DAY} )?march 20\d\d(?!\d)"
    rf"|(?:{_DAY} )?jan(?:uary)? (?:20\d\d )?(?:to|-|and|until) (?:{_DAY} )?dec(?:ember)? 20\d\d(?!\d)"
    r"|(?:fy ?)?20\d\d ?[/-] ?(?:20\d\d|\d\d)(?![\d/]|,\d)"
    r"|(?<!\d/)[012]\d/[0123]\d(?![\d/])"
    r"|20[0-3]\d(?![\d/%]|,\d|\.\d)",
    re.I,
)


def _pattern(text: str, flags: int = re.I) -> re.Pattern[str]:
    return re.compile(text, flags)


# In this order: what stands first is read first. (kind, pattern, case matters)
TABLE: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (kind, _pattern(text))
    for kind, text in (
        ("other", r"(?:https?://|www\.)\S{1,300}|[\w.+-]{1,60}@[\w-]{1,60}\.\S{1,60}"),
        ("other", r"0\d{2,}(?: \d{3,}){0,3}\b"),
        ("other", r"[£$€] ?\d[\d,.]*(?: ?(?:k|m|bn|million|billion)\b)?"),
        (
            "date",
            rf"{_DAY} (?:of )?{MONTH}\b(?:,? (?:19|20)\d\d)?|{MONTH} {_DAY}(?:,? (?:19|20)\d\d)?(?!\d)"
            rf"|{MONTH} (?:19|20)\d\d(?!\d)",
        ),
        ("limit", r"per (?:child|head|capita|person|pupil|officer|square mile)\b"),
        (
            "limit",
            r"(?:aged?|ages) (?:of )?(?:between )?\d{1,2}(?:(?: (?:to|and|or) |-)\d{1,2})?(?: (?:and"
            r"|or) (?:over|under|older|younger))?",
        ),
        ("limit", r"(?:under|over)[- ]?\d\ds\b|\d{1,2}[- ]years?[- ]olds?\b|(?:under|below) the age of \d\d"),
        (
            "other",
            r"(?:the )?[a-z]+ (?:safety |data protection )?(?:act|bill) (?:19|20)\d\d|section \d{1,3}"
            r"|page \d{1,4}",
        ),
        (
            "limit",
            r"(?:per|for every|for each|in every) [\d,]+ (?:children|households|young people|pupils|adults"
            r"|girls|boys)",
        ),
        ("limit", r"(?:every|each|most|some|several|many) (?:of the )?(?:[\w&]+ ){0,4}?forces?\b"),
        (
            "rate",
            r"(?:per|for every|for each|in every) (?:100,000|10,000|1,000|100000|10000|million|1 million"
            r"|1,000,000)"
            r"(?: (?:of the population|of population|people|population|residents|inhabitants))?",
        ),
        ("one_in", rf"(?:one|1) in (?:every )?(?:{DIGITS}|{SPELLED})(?! ?%)\b"),
        (
            "every",
            rf"(?:(?:one|1|an?)(?: \w+){{0,5}} )?(?:once )?every (?:(?P<how>about|around|roughly|almost"
            rf"|nearly|under|over|less than|more than|just under|just over) )?"
            rf"(?P<n>{NUMBER})[ -]?(?P<unit>second|minute|hour|day)s?\b",
        ),
        (
            "every",
            r"(?<!than )(?<!least )(?<!about )(?<!almost )(?<!nearly )(?:one|1|an?) (?:\w+ ){0,5}?"
            r"every (?P<unit>second|minute|hour|day)\b",
        ),
        ("a_time", r"(?:a|an|per|each|every) (?P<unit>day|week|month|hour|minute)\b"),
        (
            "interval",
            r"\(95 (?:per cent"
            r"|%) (?:confidence )?interval (?P<a>-?[\d.]{1,8}) to (?P<b>-?[\d.]{1,8})(?: per cent"
            r"|%)?(?: a year)?\)",
        ),
        ("no_trend", r"no sure rise or fall"),
        (
            "per_cent",
            rf"between (?P<n>{DIGITS}) and (?P<n2>{DIGITS})(?: ?%| per ?cent)(?P<points> points?)?",
        ),
        ("number", rf"between (?P<n>{DIGITS}) and (?P<n2>{DIGITS})(?! ?%| per ?cent|/)\b"),
        (
            "per_cent",
            rf"(?P<n>{NUMBER}|a hundred|one hundred)(?: ?%|[ -]per[ -]?cents?\b|[ -]percent(?:age)?\b"
            rf"|[ -]?pc\b|[ -]p\.c\.)(?P<points> points?\b|[- ]points?\b)?",
        ),
        (
            "times",
            rf"(?P<n>{SPELLED}|\d{{1,3}}(?:\.\d{{1,3}})?)(?P<half> and a half)?(?: times|-times|x\b)"
            r"(?: (?P<how>as (?:many|much|high|large|great|big)(?: as)?|more|higher|greater|larger|bigger"
            r"|the))?",
        ),
        ("fold", rf"(?P<n>{SPELLED}|\d{{1,2}}(?:\.\d{{1,2}})?)[- ]?fold\b"),
        (
            "fold",
            r"(?P<n>twice|double[sd]?|doubling|tripl(?:e[sd]?|ing)|trebl(?:e[sd]?|ing)|quadrupl(?:e[sd]?"
            r"|ing)|quintupl(?:e[sd]?|ing)|halv(?:e[sd]?|ing))\b(?: (?P<how>as (?:many|much|high)(?: as)?"
            r"|the))?",
        ),
        (
            "limit",
            r"(?:first|second|third|fourth|last|final) (?:half|quarter|three months|six months)\b"
            r"|half[- ]year\b|quarterly\b",
        ),
        ("part", r"(?:a |one |by )?(?P<n>half)\b(?!-)|(?:a|one) (?P<n2>third|quarter|fifth|tenth)\b"),
        ("part", r"(?P<n>(?:two|three|four)[ -](?:thirds?|quarters?|fifths?))\b"),
        (
            "span",
            rf"(?:(?:in|over|within|during|across|for|of|through) )?{_PAST}(?P<n>\d{{1,2}}|{SPELLED}"
            rf"|decade)(?(n)[- ])"
            r"(?:financial |full )?years?(?:'s|s')?\b(?:(?: |-)(?:period|span|stretch))?(?P<back> (?:ago"
            r"|earlier|before|previously|prior))?",
        ),
        (
            "back",
            r"(?:(?:in|on|from|over|than|with|to|compared (?:with|to)) )?(?:the )?(?:previous|preceding"
            r"|prior) (?:financial |12 |twelve )?(?:years?|months)\b"
            r"|(?:(?:in|on|from|over|than|with|to) )?the year (?:before|earlier)\b|a year (?:before"
            r"|earlier|ago|previously)\b"
            r"|(?:12|twelve) months (?:before|earlier|ago)\b|year[- ]on[- ]year\b|on the year\b|(?:on|than"
            r"|from) last year\b",
        ),
        (
            "last_year",
            r"(?:(?:in|over|during|for) )?(?:the )?(?:last|past) (?:financial |12 |twelve )?(?:year"
            r"|months)\b|last year's?\b",
        ),
        (
            "this_year",
            r"(?:(?:in|over|during|for|so far) )?this (?:financial )?year\b|the (?:current|coming"
            r"|next) year\b|next year\b",
        ),
        (
            "a_year",
            r"(?:in|over|within) (?:a|one|1|a single|just a|just one) (?:financial |single )?year\b|(?:a"
            r"|per|each|every) year\b|annually\b|yearly\b|(?:in|over) (?:a|one) 12-month period\b",
        ),
        (
            "same_time",
            r"(?:in|over|during|across|for) (?:the same|that|this) (?:period|time|span|timeframe)\b",
        ),
        ("same_year", r"(?:in|during|for) (?:the same|that) (?:financial )?year\b"),
        ("panel", rf"(?P<n>{DIGITS}|{SPELLED}) of (?:the )?(?P<of>{DIGITS}|{SPELLED}) (?:police )?forces"),
        (
            "forces",
            rf"(?P<n>\d{{1,2}}|{SPELLED})[ -](?:uk |british |english |regional )?(?:police )?forces?\b",
        ),
        (
            "best",
            rf"(?:(?P<n>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))[ -])?(?P<how>highest|biggest|largest|steepest"
            rf"|sharpest|greatest|fastest|lowest|smallest|fewest|worst)\b(?P<ever>[ -](?:ever|on record|yet"
            rf"|since records began))?",
        ),
        (
            "best",
            rf"(?:(?P<n>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))[ -])?(?:the )?(?P<how>most)\b(?= (?:child "
            rf"|image |recorded |sex |sexual |abuse |indecent ){{0,5}}(?:offences|crimes|cases))",
        ),
        (
            "best",
            rf"(?:ranked|ranks|ranking|came|comes|placed|was|is|stood) (?:in )?(?:joint )?(?P<n>{_ORDINAL}"
            rf"|\d{{1,2}}(?:st|nd|rd|th))\b(?P<how>(?: place)?)(?= (?:place|of|in|among|out)\b)",
        ),
        (
            "beyond",
            r"(?:for )?the first time\b|most (?:used|popular|common|frequent|widely)\w*",
        ),
        (
            "ever",
            r"(?:a |the )?(?:all-time |record[- ])(?:high|low|number|level|total|figure|rise|increase)s?\b"
            r"|(?:than|as) ever(?: before)?\b|never been (?:higher|lower)\b|a (?:new )?record\b",
        ),
        (
            "word_of_size",
            rf"(?P<w>(?:well |far |much |significantly )?(?:more than|over|above|exceed(?:s|ed|ing)?"
            rf"|in excess of|upwards of|greater than|higher than|topped|topping|surpass(?:es|ed|ing)?"
            rf"|passed))(?= {_SIZE})",
        ),
        (
            "word_of_size",
            rf"(?P<w>at least|no fewer than|no less than|not less than|not fewer than"
            rf"|a minimum of)(?= {_SIZE})",
        ),
        ("word_of_size", r"(?P<w>[<>≤≥]=?)(?= ?\d)"),
        ("word_of_size", rf"(?P<w>fewer than|less than|lower than|under|below|short of)(?= {_SIZE})"),
        ("word_of_size", rf"(?P<w>at most|no more than|not more than|a maximum of)(?= {_SIZE})"),
        (
            "word_of_size",
            rf"(?P<w>just over|just above|just more than|slightly (?:more than|over|above)"
            rf"|a little (?:more than|over)|marginally over)(?= {_SIZE})",
        ),
        (
            "word_of_size",
            rf"(?P<w>just under|just below|just (?:less|fewer) than|slightly (?:less than|under|below)"
            rf"|a little (?:less than|under))(?= {_SIZE})",
        ),
        (
            "word_of_size",
            rf"(?P<w>almost|nearly|close to|approaching|virtually|not quite|nearing)(?= {_SIZE})",
        ),
        (
            "word_of_size",
            rf"(?P<w>about|around|roughly|approximately|approx\.?|some|circa|ca\.?|c\.)(?= ?{_SIZE})",
        ),
        ("word_of_size", rf"(?P<w>exactly|precisely)(?= {_SIZE})"),
        ("up_to", rf"up to(?= {_SIZE})"),
        (
            "same",
            r"(?:unchanged|the same(?: as| number)?|stayed|stable|no change|remain(?:s|ed"
            r"|ing)? (?:the same|unchanged|stable|flat)|flat|identical)\b",
        ),
        (
            "denied",
            r"(?:(?:did|do|does|has|have|had|was|were|is|are|would|could|can)(?:n't| not)|can't|cannot|not"
            r"|never|no|nor|neither|without|hardly|untrue|false|wrong|wrongly|incorrect(?:ly)?|misleading"
            r"|myth|denie[sd]|deny|disput(?:e[sd]?|ing)|contrary)\b",
        ),
        (
            "perhaps",
            r"(?:could|would|may|might|should|will|shall|if|whether|unless|expected|forecast(?:s|ed)?"
            r"|predict(?:s|ed|ion)?|project(?:ed|ion)|estimate[sd]?|likely|target(?:ed)?|feared|allegedly"
            r"|supposedly|on course|set to|tend(?:s|ed)? to|aims?|plans?)\b",
        ),
        (
            "other_than",
            r"(?:excluding|except(?:ing)?(?: for)?|apart from|outside|other than|not including"
            r"|without counting|leaving out)\b",
        ),
        ("word", r"ma(?:de|kes?|king) up\b"),
        (
            "up",
            r"(?:rises?|rose|risen|rising|increas(?:e[sd]?|ing)|up|upsurge|uptick|jump(?:s|ed|ing)?"
            r"|soar(?:s|ed|ing)?|surg(?:e[sd]?|ing)|grow(?:s|n|th|ing)?|grew|climb(?:s|ed|ing)?|leap(?:s|t"
            r"|ed|ing)?|leapt|spik(?:e[sd]?|ing)|rocket(?:s|ed|ing)?|skyrocket(?:s|ed|ing)?|higher"
            r"|escalat(?:e[sd]?|ing)|hikes?|gone up|going up|went up|shot up|swell(?:s|ed)?)\b",
        ),
        (
            "down",
            r"(?:falls?|fell|fallen|falling|drop(?:s|ped|ping)?|decreas(?:e[sd]?|ing)|declin(?:e[sd]?|ing)"
            r"|down|dip(?:s|ped|ping)?|reduc(?:e[sd]?|ing|tions?)|lower|plung(?:e[sd]?|ing)|plummet(?:s|ed"
            r"|ing)?|slump(?:s|ed|ing)?|shr[aiu]nk|shrinks?|cut|gone down|went down|tumbl(?:e[sd]?|ing))\b",
        ),
        ("more", r"(?:more|higher numbers?|greater numbers?)\b"),
        ("fewer", r"(?:fewer|less)\b"),
        (
            "average",
            r"(?:on average|an average of|average of|the average|average|mean|averag(?:ed|ing|es))\b",
        ),
        (
            "answered",
            r"(?:that|which|who) (?:\w+ )?(?:answered|responded|replied|provided|supplied|gave)\b"
            r"|with (?:figures|answers) for both years\b"
            r"|matched panel|same forces|comparable forces",
        ),
    )
)
