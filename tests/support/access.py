"""Tenants, keys, tokens and a small key server for the tests of access."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import UUID

import jwt
import psycopg
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER = "https://login.example.com/"
AUDIENCE = "asinmart"
SECRET = "0123456789abcdef0123456789abcdef"
TENANT_A = UUID("00000000-0000-0000-0000-00000000000a")
TENANT_B = UUID("00000000-0000-0000-0000-00000000000b")


def make_tenants(url: str, tier: str = "enterprise") -> None:
    """Two tenants of one tier."""
    with psycopg.connect(url, autocommit=True) as connection:
        for tenant, name in ((TENANT_A, "tenant a"), (TENANT_B, "tenant b")):
            connection.execute(
                "insert into app.tenants (tenant_id, name, tier) values (%s, %s, %s)",
                [tenant, name, tier],
            )


def make_key(
    url: str, tenant: UUID = TENANT_A, kind: str = "secret", **values: Any
) -> str:
    """Return a new API key."""
    names = "".join(f", p_{name} => %({name})s" for name in values)
    with psycopg.connect(url, autocommit=True) as connection:
        [[key]] = connection.execute(
            f"select app.create_api_key(%(tenant)s, 'test', %(kind)s{names})",
            {"tenant": tenant, "kind": kind, **values},
        )
    return str(key)


def bearer(credential: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {credential}"}


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a valid token; a change to None removes a claim."""
    now = int(time.time())
    made: dict[str, Any] = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "user-7",
        "exp": now + 300,
        "nbf": now - 5,
        "app_metadata": {"tenant_id": str(TENANT_A), "role": "viewer"},
    } | changes
    return {name: value for name, value in made.items() if value is not None}


def hs256(secret: str = SECRET, **changes: Any) -> str:
    return jwt.encode(claims(**changes), secret, algorithm="HS256")


class SigningKey:
    """A private key, and the JWK that others verify with."""

    def __init__(self, kid: str, algorithm: str = "RS256") -> None:
        self.kid = kid
        self.algorithm = algorithm
        if algorithm.startswith("ES"):
            curve = ec.generate_private_key(ec.SECP256R1())
            self.private: Any = curve
            public = ECAlgorithm.to_jwk(curve.public_key(), as_dict=True)
        else:
            self.private = rsa.generate_private_key(65537, 2048)
            public = RSAAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        self.jwk = public | {"kid": kid, "alg": algorithm, "use": "sig"}

    def sign(self, headers: dict[str, Any] | None = None, **changes: Any) -> str:
        return jwt.encode(
            claims(**changes),
            self.private,
            algorithm=self.algorithm,
            headers={"kid": self.kid} | (headers or {}),
        )


class KeyServer:
    """Serves a key set, and counts the requests for it."""

    def __init__(self) -> None:
        self.keys: list[dict[str, Any]] = []
        self.asked = 0
        self.is_broken = False
        self.url = ""


@contextmanager
def key_server() -> Iterator[KeyServer]:
    state = KeyServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            state.asked += 1
            body = json.dumps({"keys": state.keys}).encode()
            self.send_response(500 if state.is_broken else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/keys"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
