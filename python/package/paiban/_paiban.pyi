"""The extension module; `paiban` converts its results to Python's values."""

from collections.abc import Callable
from typing import final

VERSION: str
OPTIONS: list[str]
LIMITS: list[str]
FORMATS: dict[str, str]
EXTENSIONS: list[str]

@final
class Conversion:
    def outputs(self) -> dict[str, bytes]: ...
    def document(self) -> str: ...
    def diagnostics(self) -> str: ...
    def ledger(self) -> str: ...
    def assets(self) -> str: ...

def convert(
    data: bytes,
    name: str | None,
    sidecar: str | None,
    folders: list[str],
    formats: list[str],
    options: str,
    limits: str,
    threads: int | None,
    filters: list[Callable[[bytes], bytes]],
) -> Conversion: ...
def read(
    data: bytes,
    name: str | None,
    sidecar: str | None,
    folders: list[str],
    options: str,
    limits: str,
) -> Conversion: ...
def are_current(records: str, folders: list[str], limits: str) -> bool: ...
def restore(tei: bytes) -> bytes: ...
def command(arguments: list[str]) -> int: ...
