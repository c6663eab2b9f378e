"""From the folder of tables to the store: whole, or the last good one stays."""

from pathlib import Path

import pytest

from graph import build
from graph.errors import DataError, StoreUnavailable
from tests.graph.tiny import TINY, write


def test_a_build_is_made_and_can_be_asked(tiny_folder: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    edition = build.build(tiny_folder, tmp_path / "out", steps.append)
    assert build.current(tmp_path / "out") == edition
    assert edition.counts["actors"] == 5
    assert edition.data_version == build.version(tiny_folder)
    assert len(steps) >= 3
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_the_last_good_build_stays_in_service(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    good = build.build(folder, out)
    write(folder, {"actors": TINY["actors"].replace(",244400404,", ",244400405,")})  # its check digit is wrong
    with pytest.raises(DataError) as caught:
        build.build(folder, out)
    assert [f.file for f in caught.value.findings] == ["actors.csv"]
    assert build.current(out) == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_build_that_breaks_off_leaves_the_last_good_one(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    good = build.build(folder, out)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("graph.layout.write", fail)
    with pytest.raises(OSError, match="disk full"):
        build.build(folder, out)
    assert build.current(out) == good
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "out"]


def test_a_half_written_build_is_not_taken(tiny_folder: Path, tmp_path: Path) -> None:
    build.build(tiny_folder, tmp_path / "out")
    for content in ("", "{", '{"data_version": "1"}'):
        (tmp_path / "out/edition.json").write_text(content, encoding="utf-8")
        with pytest.raises(StoreUnavailable):
            build.current(tmp_path / "out")
    (tmp_path / "out/edition.json").unlink()
    with pytest.raises(StoreUnavailable):
        build.current(tmp_path / "out")


def test_the_version_changes_with_the_data(folder: Path) -> None:
    before = build.version(folder)
    path = folder / "links.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("50000", "50001"), encoding="utf-8")
    assert build.version(folder) != before
