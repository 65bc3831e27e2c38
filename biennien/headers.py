"""What a host is to say of the site's files: one place for what pages, hosts' files and tests have of it.

Content-Security-Policy (CSP 3), Referrer-Policy, Permissions-Policy, and X-Content-Type-Options (Fetch, section 3.6).
"""

from __future__ import annotations

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What a page may load, said by the page itself; connect-src for the robots.txt that judges of pages ask for."""
NO_FRAMES, ANY_FRAME = "frame-ancestors 'none'", "frame-ancestors *"
"""Who may frame a page, which only a host can say."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
}
"""What is said of every file."""
EMBEDS = "embed"
"""The folder of the pages that others may frame."""
FOR_EVER = "public, max-age=31536000, immutable"
"""For files that are named by their content; all others are asked for again (no-cache)."""
ASK_AGAIN = "no-cache"
NAMED_BY_CONTENT = ("assets/css/", "assets/js/")
SHARED = ("data/", "{language}/feeds/")
"""The folders whose files scripts of other sites may read."""
