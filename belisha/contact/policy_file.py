"""A policy as a file: TOML or JSON, checked against a published schema. No desk is needed."""

import hashlib
import json
import tomllib
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from belisha.contact.advice import MEANS, RANK, WORDS, Word
from belisha.contact.policy import Policy
from belisha.contact.rule_table import BY_CODE, RULES, Rule
from belisha.refusal import Refusal

PRESETS = ("messenger", "game", "forum")
MOST = 64 * 1024  # characters
SCHEMA_ID = "https://json-schema.org/draft/2020-12/schema"


class WrongPolicy(Refusal):
    """This isn't a policy that can be used. {problems}"""

    code = "wrong_policy"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Thresholds(_Strict):
    """From which numbers on something counts."""

    new_account_days: Annotated[int, Field(ge=0, le=365)] = 7
    mutual_connections: Annotated[int, Field(ge=1, le=100)] = 2
    upheld_reports: Annotated[int, Field(ge=1, le=10)] = 1


class Frequency(_Strict):
    """How often a child is shown messages. Grave ones are shown whatever stands here."""

    same_pair_days: Annotated[int, Field(ge=0, le=30)] = 30
    most_a_day: Annotated[int, Field(ge=1, le=100)] = 5


def allowed(rule: Rule) -> tuple[Word, ...]:
    """What an operator may make of a rule: from its floor up."""
    return tuple(word for word in WORDS if RANK[word] >= RANK[rule.floor])


def _words_for(rule: Rule) -> Any:
    words: Any = Literal.__getitem__(allowed(rule))
    said = f"{rule.because} By itself: {rule.advice}; never below: {rule.floor}. Source: {rule.source.title}."
    return (Annotated[words, Field(description=said)], rule.advice)


Rules: Any = create_model(
    "Rules",
    __base__=_Strict,
    __doc__="What each rule advises. A rule that isn't named advises what it comes with; allow: it is off.",
    **{rule.code: _words_for(rule) for rule in RULES},
)


class PolicyFile(_Strict):
    """What an operator decides about contacts with children. Whatever isn't named keeps its default."""

    name: Annotated[
        str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,58}$", description="Small letters, digits, hyphens.")
    ]
    country: Annotated[
        str, Field(pattern=r"^[A-Z]{2}$", description="Whose help lines are shown: ISO 3166, such as GB.")
    ] = "GB"
    connections: Annotated[
        bool, Field(description="Does the service know connections, such as friends or followers?")
    ] = True
    thresholds: Thresholds = Thresholds()
    frequency: Frequency = Frequency()
    rules: Annotated[dict[str, Any], Field(description=Rules.__doc__)] = {}


def read_policy(text: str) -> Policy:
    """The policy in a text, TOML or JSON. Raises WrongPolicy, which names each field that is wrong."""
    if len(text) > MOST:
        raise WrongPolicy(problems=f"It is longer than {MOST:,} characters.")
    try:
        return policy_of(json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text))
    except (ValueError, RecursionError) as problem:
        raise WrongPolicy(problems=f"It is neither TOML nor JSON: {_first_line(problem)}") from None


def policy_of(content: Any, *, number: int = 0) -> Policy:
    """The policy of plain values, as the file or `as_file` has them. Raises WrongPolicy."""
    problems: list[str] = []
    found = _checked(PolicyFile, content, problems, "")
    given = content.get("rules", {}) if isinstance(content, dict) else {}
    rules = _checked(Rules, given, problems, "rules.") if isinstance(given, dict) else None
    if problems or found is None or rules is None:
        raise WrongPolicy(problems=" ".join(problems))
    return Policy(
        name=found.name,
        country=found.country,
        connections=found.connections,
        **found.thresholds.model_dump(),
        **found.frequency.model_dump(),
        advice=MappingProxyType({code: word for code, word in given.items() if word != BY_CODE[code].advice}),
        number=number,
    )


def as_file(policy: Policy) -> dict[str, Any]:
    """The same policy as a file has it, whole: with what every rule advises."""
    return {
        "name": policy.name,
        "country": policy.country,
        "connections": policy.connections,
        "thresholds": {name: getattr(policy, name) for name in Thresholds.model_fields},
        "frequency": {name: getattr(policy, name) for name in Frequency.model_fields},
        "rules": {rule.code: policy.advice.get(rule.code, rule.advice) for rule in RULES},
    }


def digest_of(policy: Policy) -> str:
    """SHA-256 over the whole file, with what every rule advises: a release that changes a rule changes it."""
    return hashlib.sha256(json.dumps(as_file(policy), sort_keys=True).encode()).hexdigest()


def as_toml(policy: Policy) -> str:
    """The same as TOML, with what each rule is about beside it."""
    content = as_file(policy)
    rules = content.pop("rules")
    lines = [
        f"{name} = {json.dumps(value)}" for name, value in content.items() if not isinstance(value, dict)
    ]
    for part in ("thresholds", "frequency"):
        lines += ["", f"[{part}]"] + [f"{name} = {value}" for name, value in content[part].items()]
    lines += ["", "[rules]"] + [f"# {word}: {means}." for word, means in MEANS.items()]
    for rule in RULES:
        lines += ["", f"# {rule.because} Never below: {rule.floor}.", f'{rule.code} = "{rules[rule.code]}"']
    return "\n".join(lines) + "\n"


@cache
def preset_text(name: str) -> str:
    """A preset as it is shipped. Raises KeyError."""
    if name not in PRESETS:
        raise KeyError(name)
    found = resources.files("belisha.contact") / "data" / "presets" / f"{name}.toml"
    return found.read_text(encoding="utf-8")


@cache
def preset(name: str) -> Policy:
    """A preset: messenger, game or forum. Raises KeyError."""
    return read_policy(preset_text(name))


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors and other tools."""
    made = PolicyFile.model_json_schema()
    rules = Rules.model_json_schema()
    made["properties"]["rules"] = {name: rules[name] for name in rules if name != "title"}
    return {"$schema": SCHEMA_ID, "title": "Policy on contacts with children", **_without_titles(made)}


def _checked(model: Any, content: Any, problems: list[str], where: str) -> Any:
    try:
        return model.model_validate(content)
    except ValidationError as wrong:
        for error in wrong.errors(include_url=False):
            place = where + ".".join(map(str, error["loc"]))
            problems.append(f"{place or 'The file'}: {_said(error)}.")
    return None


def _said(error: Any) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return "there is no such field"
    if kind == "missing":
        return "is wanted"
    if kind == "literal_error":
        return f"must be {context['expected']}"
    if kind == "string_pattern_mismatch":
        return f"must look like {context['pattern']}"
    return str(error["msg"][0].lower() + error["msg"][1:])


def _first_line(problem: BaseException) -> str:
    return (str(problem).splitlines() or ["too deep"])[0].rstrip(".") + "."


def _without_titles(value: Any) -> Any:
    """Nothing but noise: each repeats the name above it."""
    if isinstance(value, dict):
        return {
            name: _without_titles(one)
            for name, one in value.items()
            if not (name == "title" and isinstance(one, str))
        }
    return [_without_titles(one) for one in value] if isinstance(value, list) else value
