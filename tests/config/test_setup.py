"""`bin/_setup`, which every command of the clone begins with."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_compiled_once_is_kept_whatever_the_machine_is_set_to() -> None:
    script = f'source bin/_setup && "{sys.executable}" -c "import sys; print(sys.dont_write_bytecode)"'
    machine = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=machine, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
