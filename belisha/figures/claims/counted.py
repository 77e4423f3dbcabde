"""What a claim counts. The figures hold offences that the police recorded; all else they can't speak of."""

import re
from typing import Final

from belisha.figures.claims.known import vocabulary
from belisha.figures.claims.tokens import NUMBER_WORDS

_IMAGES: Final = r"(?:images?|imagery|pictures?|photos?|photographs?|material|publications?)"
_ABUSE: Final = (
    r"(?:(?:online |illegal |indecent |obscene )?(?:child(?:ren)?(?:'s)?[ -])?"
    r"(?:sexual(?:ly)? |sex )?(?:abuse|abusive)[ -])"
)
_OFFENCES: Final = r"(?:offen[cs]es?|offending|crimes?|cases?|incidents?|instances?)"
_VERBS: Final = (
    r"(?:taking|making|sharing|showing|publishing|distributing|possessing|possession(?: of)?"
    r"|distribution|permitting)"
)
# Ways to name the very thing that is counted. Taken out, before other things are looked for.
_THE_THING: Final = re.compile(
    rf"\b(?:{_ABUSE}{_IMAGES}(?:[ -](?:related )?{_OFFENCES})?"
    rf"|(?:indecent|illegal|obscene) {_IMAGES}(?: of (?:a )?child(?:ren)?)?(?:[ -]{_OFFENCES})?"
    rf"|{_IMAGES}[ -](?:related )?{_OFFENCES}"
    rf"|{_IMAGES} (?:of|showing) (?:the )?(?:sexual )?(?:child(?:ren)?|abuse of children"
    rf"|child(?:ren)? (?:being )?(?:sexual(?:ly)? )?abused?)"
    rf"|{_VERBS}(?:(?:,| and| or|, or|, and) {_VERBS}){{2,5}}"
    r"|(?:child|children's) (?:protection|safety|charity|charities|abuse)|child abuse"
    r"|offences against children|nspcc|national society for the prevention of cruelty to children)",
    re.I,
)
_OTHERS: Final = tuple(
    (re.compile(rf"\b(?:{pattern})\b", re.I), words)
    for pattern, words in (
        (
            r"arrest\w*|charg(?:e|es|ed|ing)|convict\w*|prosecut\w*|cautions?|cautioned|jail\w*|sentenc\w*"
            r"|solved|unsolved"
            r"|detected|guilty|imprison\w*|outcomes?|court|courts|suspects?|offenders?|perpetrators?"
            r"|paedophiles?|abusers?",
            "what became of offences, or who committed them",
        ),
        (
            r"burglar\w*|robber\w*|kni(?:fe|ves)|drugs?|rapes?|raped|groom\w*|frauds?|thefts?|assaults?"
            r"|murders?|homicides?"
            r"|traffick\w*|hate|stalking|harass\w*|exploitation|terror\w*|extreme|pornograph\w*|domestic"
            r"|cyber\w*"
            r"|sextortion|communication|neglect|violen\w*|weapons?|shoplifting|arson|vehicles?|spiking"
            r"|sexting|blackmail",
            "other offences than those with indecent images of children",
        ),
        (
            r"possess\w*|distribut\w*|(?:making|taking|sharing) (?:of |indecent |images)|category [abc]"
            r"|prohibited",
            "a part of the offences, by their kind",
        ),
        (
            r"girls?|boys?|teen\w*|women|woman|men|females?|males?|primary|secondary|pupils?|toddlers?"
            r"|bab(?:y|ies)|juveniles?",
            "who was affected or suspected",
        ),
        (
            r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|first|last|past|few"
            r"|several) (?:months|weeks|days)"
            r"|weekend|monthly|weekly|daily average|summer|winter|lockdowns?",
            "a part of a year",
        ),
        (
            r"investigat\w*|reports? (?:of|from|by)|referrals?|calls?|tip-offs?|seiz\w*|devices?",
            "reports and investigations",
        ),
    )
)
_STOPS: Final = vocabulary("stops")
_FITTING: Final = vocabulary("fitting")
_HEAD: Final = re.compile(rf"{_OFFENCES}$", re.I)
_WORD: Final = re.compile(r"\s+(?:(?P<word>[A-Za-z][\w'-]*))")


def not_offences(text: str) -> str:
    """Other things than recorded offences that a stretch of text is about; "" where there are none."""
    left = _THE_THING.sub(" ", text)
    for pattern, words in _OTHERS:
        if found := pattern.search(left):
            return f"“{found[0]}”: {words}"
    return ""


def unit_after(sentence: str, end: int) -> tuple[str, int]:
    """What is counted by the number that ends there, if it isn't offences; and where its noun ends."""
    words: list[str] = []
    at = end
    while (found := _WORD.match(sentence, at)) and len(words) < 10:
        word = found["word"]
        if word.lower() in NUMBER_WORDS:
            break
        if word.lower() in _STOPS and not (word.lower() == "of" and words):
            break
        words.append(word)
        at = found.end()
        if _HEAD.match(word.lower()) and not _more_follows(sentence, at):
            break
    return _judged(words), at if words else end


def _more_follows(sentence: str, at: int) -> bool:
    """Whether the noun goes on: "abuse image crimes", not "crimes of"."""
    found = _WORD.match(sentence, at)
    return found is not None and _HEAD.match(found["word"].lower()) is not None


def _judged(words: list[str]) -> str:
    lower = [word.lower().removesuffix("'s") for word in words]
    if not words:
        return ""
    if any(_HEAD.match(word) for word in lower):
        odd = [word for word in lower if word not in _FITTING and not _HEAD.match(word)]
        return " ".join(words) if odd else ""
    fitting = {
        "more",
        "fewer",
        "less",
        "extra",
        "additional",
        "further",
        "recorded",
        "reported",
        "logged",
        "total",
    }
    return "" if set(lower) <= fitting else " ".join(words)
