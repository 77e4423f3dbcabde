"""A provider of OpenID Connect on this machine: discovery, keys, authorize, token and userinfo."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from pydantic import AnyUrl, SecretStr

CLIENT, SECRET = "belisha-desk", "a secret of the tests"


@dataclass
class Provider:
    """Who is signed in there, and what it does wrong on purpose."""

    url: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)
    in_userinfo: dict[str, Any] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key: Any = None
    algorithm: str = "RS256"
    down: bool = False

    def authorize(self, address: str) -> dict[str, str]:
        """What somebody's browser brings back from the page that they were sent to."""
        asked = dict(parse_qsl(urlsplit(address).query))
        self.asked.append(asked)
        code = f"code-{len(self.asked)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
        } | self.about

    def keys(self) -> dict[str, Any]:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.own.public_key()))
        return {"keys": [{**key, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def token(self, form: dict[str, str], login: str) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        given = base64.urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        right = login == "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if not asked or not right or given.decode() != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": asked["nonce"],
        }
        claims |= self.person | self.changes
        text = jwt.encode(claims, self.key or self.own, self.algorithm, headers={"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": text}

    own: Any = field(default_factory=lambda: _KEY)


_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """The provider, and a desk that is set up for it."""
    made = Provider()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths = {
                "/.well-known/openid-configuration": made.discovery,
                "/keys": made.keys,
                "/userinfo": lambda: {"sub": made.person["sub"], **made.in_userinfo},
            }
            answer = None if made.down else paths.get(urlsplit(self.path).path)
            self.say(answer() if answer else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.say(made.token(form, self.headers.get("Authorization", "")))

        def say(self, answer: dict[str, Any] | None) -> None:
            body = json.dumps(answer or {"error": "invalid_grant"}).encode()
            self.send_response(200 if answer else 503 if made.down else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}"
    settings.BELISHA = settings.BELISHA.model_copy(
        update={
            "oidc_issuer": AnyUrl(made.url),
            "oidc_name": "Harbour",
            "oidc_client_id": CLIENT,
            "oidc_client_secret": SecretStr(SECRET),
            "oidc_roles": {"safety": "moderator", "safety-leads": "senior", "it": "administrator"},
        }
    )
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def comes(client: Any, provider: Provider, path: str = "/account/sign-on/", **said: Any) -> Any:
    """Walk to the provider and back, as a browser does; `said` changes what is brought back."""
    brought = provider.authorize(client.get(path).url) | said
    return client.get(f"/account/sign-on/callback/?{urlencode(brought)}")
