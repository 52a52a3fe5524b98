"""What HTTP asks of the service, whatever its resources are."""

import ipaddress

import pytest

from app.http import properties, rates
from app.http.addresses import client_address, read_networks
from app.http.cursors import CursorError, read_cursor, write_cursor
from app.http.media import judge_accept
from app.http.problems import Problem
from app.http.properties import Kind, Property
from app.http.rates import RateLimit, RateLimiter
from app.http.urls import next_link

PROXIES = read_networks("10.0.0.0/8, fd00::/8")


@pytest.mark.parametrize(
    "accept",
    [
        'text/html;x="a,b", application/json',
        'text/html;x="a\\",b", application/json',
        'text/html;x="never closed, application/json',
    ],
)
def test_accept_is_split_outside_quotes(accept: str) -> None:
    judge_accept(accept)


def test_json_within_quotes_is_not_accepted() -> None:
    with pytest.raises(Problem):
        judge_accept('text/html;x=",application/json,"')


@pytest.mark.parametrize("piece", ['"', '"\\', ",", '",', ";q=", " "])
def test_accept_is_read_once(piece: str) -> None:
    # Were it read once for each of its quotes, this would not end.
    judge_accept(piece * 1_000_000)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9:40001", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, 10.0.0.2:80,", "203.0.113.9"),
        ("10.0.0.1", "203.0.113.9, rubbish", "10.0.0.1"),
        ("::ffff:10.0.0.1", "::ffff:203.0.113.9", "203.0.113.9"),
        ("fd00::1", "2001:db8:0:7::1", "2001:db8:0:7::/64"),
        ("fd00::1", "[2001:db8:0:7:a::2]:40001", "2001:db8:0:7::/64"),
        ("10.0.0.1", "", "10.0.0.1"),
    ],
)
def test_clients_are_told_apart(peer: str, forwarded: str, client: str) -> None:
    assert client_address(peer, forwarded, PROXIES) == client


def test_rates_count_a_bounded_number_of_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "MOST_CLIENTS", 3)
    limiter = RateLimiter(RateLimit(requests=1, seconds=60))
    clients = [str(address) for address in ipaddress.ip_network("203.0.113.0/29")]
    assert all(limiter.spend(client).granted for client in clients)
    assert [limiter.spend(client).granted for client in clients[-3:]] == [False] * 3
    # The first was forgotten for the last.
    assert limiter.spend(clients[0]).granted


def test_links_repeat_paths_as_they_were_sent() -> None:
    sent = "/authors/a%3Eb%20%C3%A9>\xe9/books".encode("latin-1")
    link = next_link(sent, b"limit=1", {"offset": "1"})
    assert link == '</authors/a%3Eb%20%C3%A9%3E%E9/books?limit=1&offset=1>; rel="next"'


def test_a_cursor_gives_back_what_it_was_made_of() -> None:
    keys = [Property(properties.STRING, nullable=True), Property(properties.FLOAT)]
    for values in (["a", 0.5], ["", 2.0], [None, 1]):
        assert list(read_cursor(write_cursor("list", values), "list", keys).values) == values


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (properties.STRING, [1]),
        (properties.STRING, [True]),
        (properties.STRING, [None]),
        (properties.STRING, ["\0"]),
        (properties.STRING, [["a"]]),
        (properties.STRING, []),
        (properties.STRING, ["a", "b"]),
        (properties.INTEGER, ["1"]),
        (properties.INTEGER, [0.5]),
        (properties.INTEGER, [2**31]),
        (properties.FLOAT, [10**400]),
        (properties.BOOLEAN, ["true"]),
        (properties.DATE, ["2024-02-30"]),
        (properties.DATETIME, ["0001-01-01T00:00:00+14:00"]),
    ],
)
def test_cursors_that_anybody_can_make_are_judged(kind: Kind, values: list[object]) -> None:
    with pytest.raises(CursorError):
        read_cursor(write_cursor("list", values), "list", [Property(kind)])
