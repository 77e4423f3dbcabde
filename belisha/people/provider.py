"""OpenID Connect (Core 1.0) with the configured provider: code flow with PKCE (RFC 7636), state and nonce."""

import base64
import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TypeVar
from urllib.parse import urlencode

import jwt
from django.conf import settings

from belisha.outbound.problem import NotSent
from belisha.outbound.sign_on import get_json, post_form
from belisha.refusal import Refusal

Answer = TypeVar("Answer")

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
LEEWAY = 60  # seconds between two clocks
JUST_NOW = 300  # seconds since somebody showed the provider again that it is they
ANSWER_WITHIN = 600
# Long enough to ask nobody anew; that it is asked for at all makes the provider say when (Core 1.0, 3.1.2.1).
MAX_AGE = 30 * 24 * 3600
SCOPE = "openid email profile"


class ProviderAway(Refusal):
    """{name} does not answer now. Try again in a minute, or sign in with your password or passkey."""

    code = "provider_away"


class NotBelieved(Refusal):
    """What came back from {name} doesn’t answer what was asked here. Sign in again from the beginning."""

    code = "not_believed"


@dataclass(frozen=True)
class Claims:
    """What the provider says of somebody."""

    issuer: str
    subject: str
    email: str
    email_verified: bool
    name: str
    groups: frozenset[str]
    shown_at: float  # when they last showed the provider who they are; 0 where it does not say


def configured() -> bool:
    """Can people sign in through a provider?"""
    return settings.BELISHA.oidc_issuer is not None and not settings.BELISHA.demo


def begin(*, callback: str, again: bool) -> tuple[str, dict[str, Any]]:
    """The address to go to, and what the answer is compared with. `again`: ask them anew who they are."""
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    challenge = base64.urlsafe_b64encode(sha256(kept["verifier"].encode()).digest()).rstrip(b"=").decode()
    asked = {
        "response_type": "code",
        "client_id": settings.BELISHA.oidc_client_id,
        "redirect_uri": callback,
        "scope": SCOPE,
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "max_age": str(MAX_AGE),
    }
    if again:
        asked |= {"prompt": "login", "max_age": "0"}
    address = _said(lambda: str(_discovered()["authorization_endpoint"]))
    joint = "&" if "?" in address else "?"
    return f"{address}{joint}{urlencode(asked)}", {**kept, "again": again, "at": time.time()}


def complete(*, kept: dict[str, Any], state: str, code: str, callback: str) -> Claims:
    """Exchange the code and check the token. Raises NotBelieved or ProviderAway."""
    in_time = 0 <= time.time() - kept.get("at", 0) < ANSWER_WITHIN
    if not code or not in_time or not hmac.compare_digest(state.encode(), kept.get("state", "").encode()):
        raise NotBelieved(name=settings.BELISHA.oidc_name)
    return _said(lambda: _exchanged(kept, code, callback))


def _exchanged(kept: dict[str, Any], code: str, callback: str) -> Claims:
    about = _discovered()
    answer = post_form(about["token_endpoint"], *_form(about, kept, code, callback))
    token = _token(about, answer["id_token"], kept)
    claim = settings.BELISHA.oidc_groups_claim
    more = {} if claim in token else _userinfo(about, answer.get("access_token", ""), token["sub"])
    return _claims({**more, **token}, claim)


def _form(about: dict[str, Any], kept: dict[str, Any], code: str, callback: str) -> Any:
    own = settings.BELISHA
    secret = own.oidc_client_secret.get_secret_value() if own.oidc_client_secret else ""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": kept["verifier"],
    }
    if "client_secret_basic" in about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"]):
        return fields, (own.oidc_client_id, secret)
    return {**fields, "client_id": own.oidc_client_id, "client_secret": secret}, None


def _token(about: dict[str, Any], text: str, kept: dict[str, Any]) -> dict[str, Any]:
    """The ID token, checked as Core 1.0, 3.1.3.7 has it; the signature always, TLS or not."""
    client = settings.BELISHA.oidc_client_id
    keys = jwt.PyJWKSet.from_dict(get_json(about["jwks_uri"]))
    wanted = jwt.get_unverified_header(text).get("kid")
    key = next(one for one in keys.keys if wanted is None or one.key_id == wanted)
    token: dict[str, Any] = jwt.decode(
        text,
        key,
        algorithms=ALGORITHMS,
        audience=client,
        issuer=about["issuer"],
        leeway=LEEWAY,
        options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
    )
    several = isinstance(token["aud"], list) and len(token["aud"]) > 1
    if (several or "azp" in token) and token.get("azp") != client:
        raise ValueError("azp")
    if not hmac.compare_digest(str(token["nonce"]).encode(), kept["nonce"].encode()):
        raise ValueError("nonce")
    if kept.get("again") and not abs(time.time() - float(token["auth_time"])) < JUST_NOW:
        raise ValueError("auth_time")
    return token


def _userinfo(about: dict[str, Any], access: str, subject: str) -> dict[str, Any]:
    if not access or "userinfo_endpoint" not in about:
        return {}
    said = get_json(about["userinfo_endpoint"], bearer=access)
    if said.get("sub") != subject:
        raise ValueError("sub")
    return said


def _claims(said: dict[str, Any], claim: str) -> Claims:
    groups = said.get(claim, [])
    return Claims(
        issuer=str(said["iss"]),
        subject=str(said["sub"]),
        email=str(said.get("email", "")),
        # Some write it as a word: only the truth itself counts.
        email_verified=said.get("email_verified") is True,
        name=str(said.get("name") or said.get("preferred_username") or said.get("email", ""))[:100],
        groups=frozenset(map(str, groups if isinstance(groups, list) else [groups])),
        shown_at=_shown_at(said.get("auth_time")),
    )


def _shown_at(said: object) -> float:
    """Never later than now: what a clock ahead of ours says counts within LEEWAY alone."""
    now = time.time()
    told = isinstance(said, int | float) and not isinstance(said, bool) and 0 < said < now + LEEWAY
    return min(float(said), now) if told else 0.0  # type: ignore[arg-type]


def _discovered() -> dict[str, Any]:
    own = str(settings.BELISHA.oidc_issuer).rstrip("/")
    about = get_json(f"{own}/.well-known/openid-configuration")
    if str(about["issuer"]).rstrip("/") != own:
        raise ValueError("issuer")
    return about


def _said(ask: Callable[[], Answer]) -> Answer:
    try:
        return ask()
    except NotSent as problem:
        # A code that is refused is an answer, too: 400 (RFC 6749, section 5.2).
        refused = problem.problem.startswith("status_4")
        raise (NotBelieved if refused else ProviderAway)(name=settings.BELISHA.oidc_name) from problem
    except (jwt.PyJWTError, KeyError, TypeError, ValueError, StopIteration) as problem:
        raise NotBelieved(name=settings.BELISHA.oidc_name) from problem
