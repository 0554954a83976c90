"""Zip files of tables: unpacked within bounds, whatever they claim and however they are named."""

from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from duecourse.store import unpacking
from duecourse.store.source_limits import TooMuch
from duecourse.store.unpacking import unpacked

KINDS = (".csv", ".parquet", ".xlsx")


def packed(path, members, how=ZIP_DEFLATED):
    with ZipFile(path, "w", how) as zipped:
        for name, data in members.items():
            zipped.writestr(name, data)
    return path


def names(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_tables_are_unpacked_and_all_else_is_passed_over(tmp_path):
    books = packed(
        tmp_path / "books.zip",
        {
            "books/invoices.csv": "a",
            "books/customers.csv": "b",
            "books/notes.pdf": "c",
            "__MACOSX/books/._invoices.csv": "d",
            "books/.hidden.csv": "e",
        },
    )

    folder = unpacked(books, tmp_path / "out", KINDS)

    assert names(folder) == ["customers.csv", "invoices.csv"]


def test_one_table_alone_is_that_file(tmp_path):
    one = packed(tmp_path / "one.zip", {"deep/er/march.xlsx": "x"})

    assert unpacked(one, tmp_path / "out", KINDS) == tmp_path / "out" / "march.xlsx"


def test_a_table_may_be_a_folder_of_parquet_files(tmp_path):
    books = packed(tmp_path / "b.zip", {"invoices/1.parquet": "a", "invoices/2.parquet": "b"})

    assert names(unpacked(books, tmp_path / "out", KINDS)) == [
        "invoices/1.parquet",
        "invoices/2.parquet",
    ]


def test_no_member_leaves_the_folder_and_none_overwrites_another(tmp_path):
    evil = packed(
        tmp_path / "e.zip",
        {"../../up.csv": "a", "/etc/up.csv": "b", "c:\\x\\..\\up.csv": "c", "a/b/c/up.csv": "d"},
    )

    folder = unpacked(evil, tmp_path / "out", KINDS)

    assert names(folder) == ["c/up.csv", "etc/up.csv"]
    assert not (tmp_path / "up.csv").exists()


def test_names_of_chinese_windows_are_read(tmp_path):
    class Unmarked(ZipInfo):
        def _encodeFilenameFlags(self):  # noqa: N802
            return self.filename.encode("gb18030"), self.flag_bits & ~0x800

    with ZipFile(tmp_path / "c.zip", "w") as zipped:
        zipped.writestr(Unmarked("应收.csv"), "a")
        zipped.writestr(Unmarked("客户.csv"), "b")

    assert names(unpacked(tmp_path / "c.zip", tmp_path / "out", KINDS)) == ["客户.csv", "应收.csv"]


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("zip-bomb", lambda path: packed(path, {"a.csv": b"0" * 60_000_000})),
        ("zip-bomb", lambda path: packed(path, {"a.csv": b"0"}, ZIP_BZIP2)),
        ("no-table-in-zip", lambda path: packed(path, {"a.exe": b"0"})),
        ("damaged-zip", lambda path: path.write_bytes(b"PK\x03\x04 no more") and path),
    ],
)
def test_what_is_no_zip_of_tables_is_refused(tmp_path, code, make):
    path = make(tmp_path / "x.zip")

    with pytest.raises(TooMuch) as refused:
        unpacked(path, tmp_path / "out", KINDS)

    assert refused.value.code == code
    assert "x.zip" in str(refused.value)


def test_a_locked_zip_and_one_of_too_many_files_are_refused(tmp_path, monkeypatch):
    path = packed(tmp_path / "x.zip", {"a.csv": "1", "b.csv": "2"})
    monkeypatch.setattr(unpacking, "MOST_MEMBERS", 1)
    with pytest.raises(TooMuch, match="too many files"):
        unpacked(path, tmp_path / "out", KINDS)
    data = bytearray(packed(tmp_path / "y.zip", {"a.csv": "1"}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "y.zip").write_bytes(data)
    with pytest.raises(TooMuch, match="password"):
        unpacked(tmp_path / "y.zip", tmp_path / "out2", KINDS)
