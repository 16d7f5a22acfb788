"""Puts the built front end and the compiled translations into the wheel, building what is missing or outdated."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BuiltParts(BuildHookInterface):
    """Runs before the files of a wheel are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing; a missing tool ends the build with one sentence."""
        root = Path(self.root)
        if self._is_stale(root / "peyvand/platform/ui/static/manifest.json", root / "frontend"):
            self._build_front_end(root / "frontend")
        for catalogue in root.glob("peyvand/locale/*/LC_MESSAGES/*.po"):
            self._compile(catalogue)

    def _is_stale(self, built: Path, frontend: Path) -> bool:
        if not built.exists():
            return True
        sources = [frontend / "package-lock.json", *(frontend / "src").rglob("*")]
        return any(source.stat().st_mtime > built.stat().st_mtime for source in sources if source.is_file())

    def _build_front_end(self, frontend: Path) -> None:
        if not shutil.which("npm"):
            raise SystemExit("Peyvand's front end is not built and npm is missing: install Node 20.19 or newer.")
        for command in (["npm", "ci", "--no-audit", "--no-fund"], ["npx", "--no-install", "vite", "build"]):
            if subprocess.run(command, cwd=frontend, check=False).returncode:
                raise SystemExit(f"Peyvand's front end cannot be built: `{' '.join(command)}` failed in {frontend}.")

    def _compile(self, catalogue: Path) -> None:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        with open(catalogue, "rb") as source, open(catalogue.with_suffix(".mo"), "wb") as compiled:
            write_mo(compiled, read_po(source, locale=catalogue.parent.parent.name))
