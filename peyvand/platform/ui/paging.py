"""Where a page of what happened goes on, as its address says it."""

import re

from django.http import HttpRequest


def before_in(request: HttpRequest) -> int | None:
    """The number that `?before=` gives in ASCII digits, at most 18 so that a column holds it; None: it gives none."""
    before = request.GET.get("before", "")
    return int(before) if re.fullmatch(r"[0-9]{1,18}", before) else None
