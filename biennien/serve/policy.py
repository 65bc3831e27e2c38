"""Who may ask, and what a page may load while it is served."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from biennien.messages import phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from biennien.messages import Phrase

_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[^\[\]:/@\s]+)(?::\d{1,5})?", re.IGNORECASE)


def refusal(headers: Mapping[str, str], *, lan: bool) -> Phrase | None:
    """Return why a request is refused, None when it is not.

    - Another name as Host is how a stranger's page reads what is on this machine (DNS rebinding). Only this machine's
      own names are taken; with `lan`, addresses as well, which no stranger's DNS can point elsewhere.
    - A request that a browser says comes from another site (W3C Fetch Metadata) is taken only as a link that somebody
      followed; another port of this machine is another site.
    """
    if not is_own_host(headers.get("Host", ""), lan=lan):
        return phrase("not_our_name")
    if headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return None
    followed = (headers.get("Sec-Fetch-Mode"), headers.get("Sec-Fetch-Dest")) == ("navigate", "document")
    return None if followed else phrase("not_our_page")


def is_own_host(host: str, *, lan: bool) -> bool:
    """Tell whether a Host header (RFC 9110, section 7.2) names this machine; the port may be a tunnel's."""
    match = _HOST.fullmatch(host)
    if match is None:
        return False
    name = match["name"].strip("[]").lower()
    if name == "localhost":
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return lan or address.is_loopback


def widen_policy(policy: str, socket: str) -> str:
    """Return a Content-Security-Policy (CSP 3, section 2.2) that also lets in what serving adds.

    Style and scripts of our own, and connections to our own address and to `socket`, such as ws://127.0.0.1:8000.
    Everything else stays as strict as it is.
    """
    directives = [part.split() for part in policy.split(";") if part.strip()]
    known = {words[0].lower(): words[1:] for words in reversed(directives)}  # of two of a name, the first counts
    default = known.get("default-src", ["*"])
    added = {"script-src": ["'self'"], "style-src": ["'self'"], "connect-src": ["'self'", socket]}
    for name, sources in added.items():
        allowed = [one for one in known.get(name, default) if one.lower() != "'none'"]
        if "*" not in allowed:
            known[name] = [*allowed, *(one for one in sources if one not in allowed)]
    order = dict.fromkeys([*(words[0].lower() for words in directives), *known])
    return "; ".join(" ".join((name, *known[name])) for name in order)
