"""Why an editor should look at a story: every reason has a code, and a weight. Doors put codes into words."""

from __future__ import annotations

# code -> how much of the story is at stake, 0..1
CODES: dict[str, float] = {
    "no-headline": 0.6,  # text without a headline
    "no-text": 0.7,  # a headline without text
    "late-headline": 0.5,  # the headline stands after its text
    "headline-elsewhere": 0.6,  # headline and text were found apart from each other
    "headline-swapped": 0.3,  # the subtitle was read before its title
    "headline-parts": 0.2,  # kicker, title and subtitle could be divided otherwise
    "interrupted": 0.5,  # another story stands in the middle of this one
    "cut-off": 0.6,  # a paragraph breaks off and its other half was not found
    "begins-inside": 0.6,  # text begins in the middle of a sentence, or without an opening
    "joined-apart": 0.4,  # two halves were joined across other text
    "joined-narrowly": 0.3,  # two halves were joined that do not fit well
    "repeated": 0.1,  # words that the page says twice were left out
    "repeated-nearly": 0.3,  # two paragraphs are nearly the same: one was left out
    "continued-from": 0.3,  # begins on another page
    "continued-on": 0.3,  # goes on on another page
    "series": 0.05,  # one of a series: to be confirmed
    "narrow": 0.4,  # another reading of the page was nearly as good
    "office-signature": 0.05,  # signed by an office, not a person
    "glued-names": 0.2,  # names printed without anything between them
    "mark-missing": 0.15,  # a bracket or a quote without its partner
    "look-alike": 0.15,  # a letter that looks like the right one
    "traditional": 0.1,  # a traditional letter among simplified ones
    "foreign": 0.15,  # foreign words in the middle of a sentence
    "unreadable": 0.3,  # letters that no printer set: �, private use
}


def severity(code: str) -> float:
    return CODES[code]
