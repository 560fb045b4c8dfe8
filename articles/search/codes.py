"""Tokens as whole numbers of 64 bits, as PostgreSQL keeps them: half the size of words, and compared at once.

Three characters, or a sign of ours and three, are their own number, so the index is as exact as the words
are. What is longer (names, keys) is known by a digest of 62 bits: no two in a hundred million are expected
to meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from .tokens import FACT, IN_HEADLINE

UNITS = 2  # bytes of one character in UTF-16; beyond the basic plane there are two of them
DIGEST = 1 << 62  # above every number that is written out
MOST_KEPT = 500_000


def code(token: str) -> int:
    """Return the number of a token."""
    written = token.encode("utf-16-be")
    # Signs of ours are small: with three characters behind it the number stays below the digests.
    if len(written) <= (4 if token[0] in (IN_HEADLINE, FACT) else 3) * UNITS:
        return int.from_bytes(written, "big")
    return DIGEST | int.from_bytes(blake2b(written, digest_size=8).digest(), "big") >> 2


class Packed(dict):
    """The numbers of tokens as they stand in an array that PostgreSQL reads: length, then value."""

    def __missing__(self, token: str) -> bytes:
        if len(self) >= MOST_KEPT:
            self.clear()
        self[token] = found = b"\0\0\0\x08" + code(token).to_bytes(8, "big")
        return found


packed = Packed()
OID_OF_BIGINT = 20


def pack(tokens: Iterable[str]) -> bytes:
    """Return these tokens' numbers as a bigint[] in PostgreSQL's binary format.

    Sorted, because neighbours that begin alike are compressed to half. Lists of Python's own numbers would
    take five times as long to send.
    """
    members = sorted(map(packed.__getitem__, tokens))
    head = (1, 0, OID_OF_BIGINT, len(members), 1)  # dimensions, no NULL in it, of what, how many, from 1
    return b"".join([*(number.to_bytes(4, "big") for number in head), *members])
