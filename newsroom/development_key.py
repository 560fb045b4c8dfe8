"""A secret key for a machine without settings: made once, kept beside the database."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key


def development_key(path: Path) -> str:
    """Return the key kept at `path`, making it (readable by its owner only) when absent."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{get_random_secret_key()[:8].encode().hex()}")
        draft.touch(mode=0o600)
        draft.write_text(get_random_secret_key(), encoding="ascii")
        # Two workers may start together: the first link wins, both read the same key.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")
