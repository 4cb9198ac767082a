"""The credentials, sizes and client address in the head of a request."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from itertools import chain

from starlette.types import Scope

from api.problems import Problem
from api.settings import Network, Settings


def read_head(scope: Scope, settings: Settings) -> bytes | None:
    """Return the credentials of a request; raises Problem 400, 401, 414 or 431.

    The sizes are added up in C, because every request pays for it.
    """
    raw_path = scope.get("raw_path") or b""
    if len(raw_path) + len(scope["query_string"]) >= settings.url_limit:
        raise Problem(
            "uri-too-long", f"The URL must be shorter than {settings.url_limit} bytes."
        )
    headers = scope["headers"]
    if (
        len(headers) > settings.header_count_limit
        or len(b"".join(chain.from_iterable(headers))) > settings.header_bytes_limit
    ):
        raise Problem(
            "headers-too-large",
            f"A request has at most {settings.header_count_limit} headers, with at "
            f"most {settings.header_bytes_limit} bytes in total.",
        )
    found: dict[bytes, bytes] = dict(headers)
    authorization = found.get(b"authorization")
    key = found.get(b"x-api-key")
    if authorization is None and key is None:
        return None
    if (authorization is not None and key is not None) or (
        len(found) < len(headers)
        and sum(name in (b"authorization", b"x-api-key") for name, _ in headers) > 1
    ):
        raise Problem("bad-request", "Send only one key or token, in one header.")
    if key is not None:
        return key.strip()
    scheme, _, credential = found[b"authorization"].partition(b" ")
    if scheme.lower() != b"bearer" or not credential.strip():
        raise unauthorized("Send 'Authorization: Bearer' with a key or token.")
    return credential.strip()


def unauthorized(detail: str, *, error: str = "") -> Problem:
    """Return the 401; `error` is the code of RFC 6750 for refused credentials."""
    challenge = 'Bearer realm="asinmart"' + (f', error="{error}"' if error else "")
    return Problem("unauthorized", detail, headers={"WWW-Authenticate": challenge})


def address_of(scope: Scope, settings: Settings) -> str:
    """Return the client's address; of IPv6 the network of 64 bits, which is one site.

    Any client can write X-Forwarded-For, so it counts only as far as trusted proxies
    have written it: from the right, up to the first address that is not one of them.
    """
    client = scope.get("client")
    peer = client[0] if client else "unknown"
    if settings.trusted_proxies:
        forwarded_for = b",".join(
            value for name, value in scope["headers"] if name == b"x-forwarded-for"
        )
        for hop in reversed(forwarded_for.decode("latin-1").split(",")):
            if not _is_trusted(peer, settings.trusted_proxies):
                break
            peer = hop.strip() or peer
    return _site(peer)


@lru_cache(maxsize=4096)
def _is_trusted(address: str, proxies: tuple[Network, ...]) -> bool:
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in proxies)


@lru_cache(maxsize=4096)
def _site(address: str) -> str:
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        parsed = parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64)
    return address[:64] if parsed is None else str(parsed)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(address)
    except ValueError:
        return None
