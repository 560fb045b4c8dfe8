"""Whose address a request comes from: what the nearest proxies say, and nothing that a stranger writes."""

from __future__ import annotations

import ipaddress

from django.conf import settings


def address_of(request) -> str:
    """Return the sender's address; django-axes and the limits of the mistake form ask here.

    Each proxy puts at the end of X-Forwarded-For whom it heard. With two of ours, the last but one is the
    sender's; whatever stands before it was sent by the sender.
    """
    nearest = request.META.get("REMOTE_ADDR", "")
    count = settings.NEWSROOM["PROXY_COUNT"]
    if not count:
        return nearest
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    return told[-count] if len(told) >= count and is_address(told[-count]) else nearest


def is_address(words: str) -> bool:
    try:
        ipaddress.ip_address(words)
    except ValueError:
        return False
    return True
