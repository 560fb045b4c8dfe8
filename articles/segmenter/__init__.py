"""Page text in, stories out. Standard library only; no Django, no network, no files written."""

VERSION = "4"  # changes whenever the same page may give other stories

__all__ = ["VERSION", "read_page", "segment_issue", "segment_page"]


def __getattr__(name: str):
    """Import the stages when one is asked for: models take words from here, and need none of the rules."""
    if name in __all__:
        from . import segmenting

        return getattr(segmenting, name)
    raise AttributeError(f"{__name__} has no “{name}”; it offers {', '.join(__all__)}.")
