"""The command that the wheel carries."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import paiban

SEED = Path(__file__).parents[2] / "seeds/000_f2a4da441792f317.txt"
COMMAND = [sys.executable, "-m", "paiban"]


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the command."""
    return subprocess.run([*COMMAND, *arguments], capture_output=True, text=True, timeout=600)


def test_the_console_script_is_the_command() -> None:
    script = Path(sys.executable).with_name("paiban")
    for command in ([script], COMMAND):
        said = subprocess.run([*command, "--version"], capture_output=True, text=True)
        assert said.returncode == 0
        assert said.stdout == f"paiban {paiban.__version__}\n"


def test_outputs_are_those_of_the_function(tmp_path: Path) -> None:
    done = run("convert", SEED, "-o", tmp_path)
    assert done.returncode == 0, done.stderr
    outputs = paiban.convert(SEED).outputs
    for name, extension in (("pdf", "pdf"), ("epub", "epub"), ("tei", "tei.xml")):
        assert (tmp_path / f"{SEED.stem}.{extension}").read_bytes() == outputs[name]


def test_the_status_is_that_of_the_command() -> None:
    assert run("convert", "/nowhere/清明.txt").returncode == 3
    assert run("--no-such-option").returncode == 2


def test_ctrl_c_ends_the_command(tmp_path: Path) -> None:
    large = tmp_path / "长.txt"
    large.write_text("长文\n\n" + "　　雨还没有停。\n" * 300_000, encoding="utf-8")
    process = subprocess.Popen([*COMMAND, "inspect", large], stdout=subprocess.DEVNULL)
    time.sleep(0.5)
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(timeout=60) in (130, -signal.SIGINT)
