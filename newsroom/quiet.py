"""What is no news to whoever keeps the site running."""

import logging

GONE = {404, 410}


class LostReaders(logging.Filter):
    """Leave out that a reader's address has nothing: strangers try out addresses all day long.

    Errors of the site and whatever happens behind the editors' door are told as ever.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", None) not in GONE:
            return True
        request = getattr(record, "request", None)
        return request is None or request.path.startswith("/admin/")
