"""Addresses that texts may hold, and the hosts and schemes in a text, written out or not."""

import re

# A host of the web (RFC 3986, section 3.2.2), without the name and password by which one host poses as another.
_WEB = re.compile(r"https?://(?:[\w.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?(?:[/?#][^\s\\<>\"`]*)?", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s\\<>\"`@:/]+@[\w.-]+(?:\?[^\s\\<>\"`]*)?", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?[/\\]{2,}(?:[^\s/\\?#@\"'<>]*@)?([\w.-]+)", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![\w.+-])([a-z][a-z0-9+.-]{1,20}):(?=[^\s:])", re.IGNORECASE)
_UNSEEN = re.compile("[\\x00-\\x20\\xad\u200b-\u200f\u2060\ufeff]")


def is_web_address(text: str) -> bool:
    """Say whether a text is an address of the web, http or https, that names a host and no one's password."""
    return _WEB.fullmatch(text) is not None


def leads_out(text: str) -> bool:
    """Say whether a text is an address to which a page may lead: of the web, or of a mailbox (RFC 6068)."""
    return is_web_address(text) or _MAIL.fullmatch(text) is not None


def hosts(text: str) -> frozenset[str]:
    """Return the hosts that addresses in a text name, in small letters; without a scheme or with a password too."""
    return frozenset(host.lower().strip(".") for host in _HOST.findall(text)) - {""}


def schemes(text: str) -> frozenset[str]:
    """Return what stands in a text as a scheme (RFC 3986, section 3.1), also where white space breaks it.

    Prose has some that mean no address (“note:x”); whoever asks tells the known ones apart.
    """
    bare = _UNSEEN.sub("", text)
    broken = {word for word in ("javascript", "vbscript", "data") if f"{word}:" in bare.lower()}
    return frozenset(scheme.lower() for scheme in _SCHEME.findall(text)) | broken
