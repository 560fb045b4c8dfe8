"""How colleagues are called."""


def name_of(user) -> str:
    """Return a colleague's name as Chinese is written, family name first; the login where there is none."""
    if user is None:
        return ""
    first, last = user.first_name.strip(), user.last_name.strip()
    if not (first or last):
        return user.get_username()
    is_latin = (last + first).isascii()
    return f"{first} {last}".strip() if is_latin else last + first
