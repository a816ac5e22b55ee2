"""What tests of several files need."""

from __future__ import annotations

from pathlib import Path

import pytest
from beside import png


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A manuscript with a picture below it, one in another folder, one outside, one that is none."""
    folder = tmp_path / "texts"
    (folder / "图").mkdir(parents=True)
    (folder / "图/桥.png").write_bytes(png(0))
    (tmp_path / "more").mkdir()
    (tmp_path / "more/河.png").write_bytes(png(128))
    (tmp_path / "外.png").write_bytes(png(255))
    (folder / "secret.png").write_text("not a picture")
    pictures = ["图/桥.png", "河.png", "../外.png", "secret.png", "nowhere.png"]
    lines = ["# 桥", *(f"![第{it}]({it})" for it in pictures), "雨还没有停。", ""]
    (folder / "桥.md").write_text("\n\n".join(lines), encoding="utf-8")
    return folder
