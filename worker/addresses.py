"""Which addresses a webhook may go to: resolved once, and every one of them public.

Against server-side request forgery: whoever may make a channel must not reach what only
this machine can. The address that was checked is the one that is connected to.
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from worker.retries import GiveUp
from worker.settings import Settings

IP = IPv4Address | IPv6Address

# is_global knows private, loopback, link-local, shared (CGNAT), documentation, reserved
# and unspecified ranges; these are beside them, or differ between versions of Python.
_REFUSED = [
    ip_network(text)
    for text in (
        "192.88.99.0/24",  # 6to4 relays
        "168.63.129.16/32",  # metadata and DNS of a cloud, within public space
        "100.64.0.0/10",
        "192.0.0.0/24",
        "198.18.0.0/15",
        "240.0.0.0/4",
        "::/96",  # IPv4-compatible
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "3fff::/20",
        "5f00::/16",
        "fc00::/7",
        "fe80::/10",
        "fec0::/10",  # site-local
    )
]
# Addresses that carry an IPv4 address: whoever translates them reaches that one.
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_SIX_TO_FOUR = ip_network("2002::/16")


class AddressError(GiveUp):
    """The address of a webhook is not one that may be called."""


def is_public(address: IP) -> bool:
    """Tell whether an address is one of the public internet, in whatever form."""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return False
        inner = address.ipv4_mapped
        if inner is not None:
            return is_public(inner)
        if any(address in network for network in _NAT64) or address in _SIX_TO_FOUR:
            return False
    if address.is_multicast or any(
        address in network for network in _REFUSED if network.version == address.version
    ):
        return False
    return address.is_global


def target_of(url: str, settings: Settings) -> tuple[str, int]:
    """Take the host and port of a url apart, or raise AddressError.

    The message never repeats the url: its path or query may hold a secret.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 443
    except ValueError:
        raise AddressError("The address cannot be read.") from None
    if parts.scheme != "https":
        raise AddressError("The address is not https.")
    if not host:
        raise AddressError("The address names no host.")
    if parts.username is not None or parts.password is not None:
        raise AddressError("The address holds a user name or password.")
    if port not in settings.allowed_ports and not settings.allow_private_targets:
        ports = ", ".join(str(port) for port in sorted(settings.allowed_ports))
        raise AddressError(f"Port {port} is not allowed; only {ports}.")
    return host, port


async def resolve(host: str, port: int, settings: Settings) -> IP:
    """Give the address to connect to; one private address among many refuses all."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(
        host, port, family=socket.AF_UNSPEC, type=socket.SOCK_STREAM
    )
    addresses = [ip_address(str(sockaddr[0])) for *_, sockaddr in found]
    if not settings.allow_private_targets:
        for address in addresses:
            if not is_public(address):
                raise AddressError(
                    f"{host} resolves to {address}, which is no public address."
                )
    # IPv4 where there is one: machines without a route to IPv6 are common.
    return min(addresses, key=lambda address: address.version)
