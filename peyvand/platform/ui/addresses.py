"""Addresses of named pages, each looked up once: the search through every pattern takes longer than drawing a cell."""

from functools import lru_cache
from typing import Any

from django.urls import reverse


@lru_cache(maxsize=1000)
def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Address of a named page; raises NoReverseMatch when there is none."""
    return reverse(name, args=args, kwargs=kwargs)
