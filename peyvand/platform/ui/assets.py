"""Addresses of built front-end files, from the manifest that Vite writes."""

import json
import logging
from functools import cache
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)


def _read(manifest: Path) -> dict[str, str]:
    """Source name → built name. Empty when the front end has not been built: pages then come without style."""
    try:
        entries: dict[str, dict[str, str]] = json.loads(manifest.read_text(encoding="utf-8"))
    except FileNotFoundError:
        logger.error("The front end has not been built: run `npm ci && npm run build` in frontend/.")
        return {}
    return {source: entry["file"] for source, entry in entries.items()}


_read_once = cache(_read)


def asset(source: str) -> str:
    """Address of the built file of a source in frontend/, as asset("src/app.ts")."""
    read = _read if settings.DEBUG else _read_once
    built = read(Path(settings.STATIC_ROOT) / "manifest.json").get(source, source)
    return f"{settings.STATIC_URL}{built}"
