"""`bin/_setup`, which every command of the clone begins with."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_what_is_compiled_once_is_kept_whatever_the_machine_is_set_to() -> None:
    script = f'source bin/_setup && "{sys.executable}" -c "import sys; print(sys.dont_write_bytecode)"'
    machine = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(["bash", "-c", script], cwd=ROOT, env=machine, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_machine_without_node_is_told_in_one_sentence(tmp_path: Path) -> None:
    said = _fails("check_node", tmp_path)
    assert said == "Peyvand needs Node 20.19 or newer with npm to build its pages; none is on the PATH.\n"


def test_a_machine_with_an_old_node_is_told_in_one_sentence(tmp_path: Path) -> None:
    _put(tmp_path / "npm", "exit 0")
    _put(tmp_path / "node", '[ "$1" = --version ] && echo v18.1.0 || exit 1')
    said = _fails("check_node", tmp_path)
    assert said == "Peyvand needs Node 20.19 or newer to build its pages; this machine has v18.1.0.\n"


def test_a_machine_with_an_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11"):
        _put(tmp_path / name, '[ "$1" = --version ] && echo Python 3.9.2 || exit 1')
    said = _fails("find_python", tmp_path)
    assert said == "Peyvand needs Python 3.11 or newer; this machine has Python 3.9.2.\n"


def _put(command: Path, script: str) -> None:
    command.write_text(f"#!/bin/sh\n{script}\n")
    command.chmod(0o755)


def _fails(function: str, path: Path) -> str:
    """What a function of `bin/_setup` says when it gives up, with only these commands and those of the shell."""
    for tool in ("sed", "dirname", "tr"):
        (path / tool).symlink_to(shutil.which(tool) or tool)
    machine = {**os.environ, "PATH": str(path)}
    script = f"source bin/_setup; {function}"
    done = subprocess.run(
        ["/bin/bash", "-c", script], cwd=ROOT, env=machine, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, "")
    return done.stderr
