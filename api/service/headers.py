"""Headers that keep browsers from doing more with our answers than show them."""

from starlette.types import Message

PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
"""What our pages may do: everything comes from here, and nothing stands in the page itself.

https://www.w3.org/TR/CSP3/
"""

_OF_ALL = ((b"x-content-type-options", b"nosniff"),)
_OF_PAGES = (
    (b"content-security-policy", PAGE_POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


def add_safe_headers(start: Message) -> None:
    """Add to the start of a response what browsers have to know of it."""
    headers: list[tuple[bytes, bytes]] = start["headers"]
    headers.extend(_OF_ALL)
    if not any(name == b"content-type" and b"json" in value for name, value in headers):
        headers.extend(_OF_PAGES)
