"""Text that XML and HTML can carry. Pages keep every character; what is served leaves out the unprintable.

A scanner's form feed or NUL in one headline must not take a whole feed down: XML 1.0 has no way to write it.
"""

import re

# Everything outside the Char production of XML 1.0, and DEL and C1, which it only discourages.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)

# The same for bytes of UTF-8, where the C0 set and DEL are bytes of their own.
CONTROL_BYTES = bytes(set(range(0x20)) - {0x09, 0x0A, 0x0D}) + b"\x7f"
# HTML forbids these too.
C1 = re.compile(rb"\xc2[\x80-\x9f]")


def printable(text: str) -> str:
    """Return the text without the characters that XML cannot carry."""
    return UNPRINTABLE.sub("", text)


def printable_bytes(html: str) -> bytes:
    """Return a page as bytes, without what HTML cannot carry."""
    # Looked for first: to replace takes many times longer, and hardly a page has them.
    if "\ufffe" in html or "\uffff" in html:
        html = html.replace("\ufffe", "").replace("\uffff", "")
    page = html.encode("utf-8", "replace").translate(None, CONTROL_BYTES)
    if C1.search(page):
        page = C1.sub(b"", page)
    return page
