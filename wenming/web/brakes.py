"""A brake on doors that stand open to everybody: how often one address, or one thing, may be tried.

A count in the cache for each span of time. Two requests at the same instant may count as one: it slows
down a flood and keeps no ledger.
"""

import hashlib
import time
from ipaddress import IPv6Network, ip_address

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

SPAN = 600  # seconds


def too_many(request: HttpRequest, what: str, most: int, key: str = "") -> bool:
    """Whether this address (or this `key`) has tried more than `most` times within ten minutes."""
    source = hashlib.sha256((key or home_of(request)).encode()).hexdigest()[:32]
    slot = f"brake:{what}:{source}:{int(time.time()) // SPAN}"
    tried = int(cache.get(slot, 0))
    if tried >= most:
        return True
    cache.set(slot, tried + 1, SPAN)
    return False


def home_of(request: HttpRequest) -> str:
    """The address a request comes from; of version 6 its network, which is one household."""
    told = str(get_adapter().get_client_ip(request))
    if ip_address(told).version == 4:
        return told
    return str(IPv6Network(f"{told}/64", strict=False))
