"""Where the data folder cannot be, whoever starts Peyvand reads one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("secret", ["", "given"])
@pytest.mark.parametrize("place", ["under a file", "a file", "/proc/nope"])
def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path, place: str, secret: str) -> None:
    (tmp_path / "file").touch()
    data = {"under a file": tmp_path / "file" / "data", "a file": tmp_path / "file"}.get(place, Path(place))
    start = subprocess.run(
        [sys.executable, "-m", "peyvand", "serve"],
        env={**os.environ, "PEYVAND_DATA": str(data), "PEYVAND_SECRET_KEY": secret},
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.returncode == 1
    assert start.stderr.startswith(f"The data folder {data} cannot be made (")
    assert start.stderr.endswith("): set PEYVAND_DATA to another folder.\n")
    assert start.stderr.count("\n") == 1
