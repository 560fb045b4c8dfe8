"""One line of the log is one thing that happened, whatever a stranger typed into it."""

import logging

# A name, an address or a text that is longer is somebody's play; what it was is plain from its beginning.
LONGEST = 2000


class OneLine(logging.Formatter):
    """Spells out in a message what would begin a new line, colour a terminal or turn the words about.

    The trace of an error keeps its lines: it is the program's own, except for its last, the error's words.
    """

    def formatMessage(self, record):
        record.message = spell_out(record.message)
        return super().formatMessage(record)

    def formatException(self, error):
        return "\n".join(spell_out(line) for line in super().formatException(error).split("\n"))


def spell_out(words: str) -> str:
    """Return the words with \\x.. and \\u.... for whatever is not to be seen, and not too many of them."""
    if len(words) > LONGEST:
        words = f"{words[:LONGEST]}… ({len(words):,} characters)"
    if words.isprintable():
        return words
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in words
    )
