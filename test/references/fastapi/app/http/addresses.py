"""Whose request it is: behind proxies that are trusted, the address that they forward."""

import ipaddress
import re

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def read_networks(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas. Raises ValueError for anything else."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"[0-9A-Fa-f.:]+(/[1-9][0-9]{0,2})?", part):
            raise ValueError(f"{part} is neither an address nor a network, such as 10.0.0.0/8")
    return tuple(ipaddress.ip_network(part, strict=False) for part in parts)


def client_address(peer: str, forwarded: str, trusted: tuple[Network, ...]) -> str:
    """
    The nearest address that is no trusted proxy. Each proxy adds the address that it was called from to the end of
    `X-Forwarded-For`; what stands before one that is not trusted, anybody may have written.
    """
    if not trusted:
        return peer
    hops = [*(hop.strip() for hop in forwarded.split(",") if hop.strip()), peer]
    return next((hop for hop in reversed(hops) if not _is_among(hop, trusted)), hops[0])


def _is_among(text: str, networks: tuple[Network, ...]) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    # Where a socket serves both versions, IPv4 looks like this.
    known = getattr(address, "ipv4_mapped", None) or address
    return any(known in network for network in networks)
