"""Whose request it is: behind proxies that are trusted, the address that they forward."""

import ipaddress
import re

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# One household or one rented server has at least this much of IPv6 (RFC 6177), and may use a new address each time.
_IPV6_CLIENT = 64

# What some proxies write: an address with the port that it was called from.
_WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}")


def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas. Raises ValueError for anything else."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"[0-9A-Fa-f.:]+(/[1-9][0-9]{0,2})?", part):
            raise ValueError(f"{part} is neither an address nor a network, such as 10.0.0.0/8")
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts)


def client_address(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """
    Who is counted as one client: an IPv4 address, or the network of an IPv6 address. It is the nearest address that is
    no trusted proxy. Each proxy adds the address that it was called from to the end of `X-Forwarded-For`; what stands
    before one that is not trusted, or before what is no address, anybody may have written.
    """
    client = _address(peer)
    if client is None:
        return peer
    hops = forwarded.split(",") if trusted else []
    while hops and any(client in network for network in trusted):
        hop = hops.pop().strip()
        if not hop:
            continue
        address = _address(hop)
        if address is None:
            break
        client = address
    if isinstance(client, ipaddress.IPv4Address):
        return str(client)
    return str(ipaddress.ip_network((int(client), _IPV6_CLIENT), strict=False))


def _address(text: str) -> Address | None:
    found = _WITH_PORT.fullmatch(text)
    try:
        address = ipaddress.ip_address((found[1] or found[2]) if found else text)
    except ValueError:
        return None
    # Where a socket serves both versions, IPv4 looks like this.
    return getattr(address, "ipv4_mapped", None) or address
