"""paiban (排版): a Chinese manuscript to a PDF, an EPUB and a TEI P5 archive.

>>> import paiban
>>> result = paiban.convert("清明\\n\\n　　雨还没有停。\\n".encode(), name="清明.txt")
>>> sorted(result.outputs)
['epub', 'pdf', 'tei']
"""

from ._paiban import VERSION as __version__
from .conversion import (
    Account,
    Document,
    Filter,
    Result,
    Source,
    Stretch,
    convert,
    read,
    restore,
)
from .errors import (
    AssetError,
    Cancelled,
    Diagnostic,
    Error,
    Fault,
    LimitError,
    MalformedError,
    OutputError,
    UnreadableError,
    UsageError,
)
from .options import Folders, Format, Options

__all__ = [
    "Account",
    "AssetError",
    "Cancelled",
    "Diagnostic",
    "Document",
    "Error",
    "Fault",
    "Filter",
    "Folders",
    "Format",
    "LimitError",
    "MalformedError",
    "Options",
    "OutputError",
    "Result",
    "Source",
    "Stretch",
    "UnreadableError",
    "UsageError",
    "__version__",
    "convert",
    "read",
    "restore",
]
