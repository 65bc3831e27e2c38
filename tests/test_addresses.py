"""Addresses: what a page may lead to, and which hosts and schemes a text names."""

from __future__ import annotations

import pytest

from biennien.addresses import hosts, is_web_address, leads_out, schemes


@pytest.mark.parametrize(
    "text", ["https://a.vn", "HTTP://E.org:80/x?y=1&b=2#c", "https://[::1]/x", "https://báo.vn/tin-tức", "https://a.vn?b"]
)
def test_an_address_of_the_web_is_one(text: str) -> None:
    """With a port, a path, letters of any script."""
    assert is_web_address(text)
    assert leads_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "https://", "http:///x", "//a.vn", "a.vn", "https://a.vn@evil.example", "https://a:b@c.vn", "https:a.vn",
        "https://a.vn/x y", "https://a.vn\\@b", 'https://a.vn/"x', "javascript:alert(1)", "data:text/html,x", "ftp://a.vn",
        "java\tscript:x", " https://a.vn", "mailto:x", "mailto:a:b@c.vn",
    ],
)  # fmt: skip
def test_what_poses_as_an_address_or_runs_is_none(text: str) -> None:
    """No password before the host, no other scheme, nothing that ends an attribute."""
    assert not leads_out(text)


def test_a_mailbox_may_be_led_to() -> None:
    """But it is no address of the web."""
    assert leads_out("mailto:a.b@example.org?subject=x")
    assert not is_web_address("mailto:a.b@example.org")


def test_hosts_are_found_however_they_are_written() -> None:
    """Behind a password, without a scheme, in any case."""
    text = "xem https://A.vn/x, //b.vn; http://c.vn@d.vn và https:\\\\e.vn."
    assert hosts(text) == {"a.vn", "b.vn", "d.vn", "e.vn"}


def test_schemes_are_found_also_where_they_are_broken() -> None:
    """White space and signs that can't be seen don't hide them; times and sentences are none."""
    assert {"javascript", "vbscript"} <= schemes("java\tscript:x vb\u200bscript:y")
    assert schemes("lúc 9:30 và: https://a.vn") == {"https"}
