"""``import`` and ``export``: a file in, a check, what is refused, and the same documents out again."""

from __future__ import annotations

import csv
from pathlib import Path

from .conftest import Run


def test_a_file_goes_in_and_comes_out(made: str, run: Run, tmp_path: Path) -> None:
    clients = tmp_path / "clients.csv"
    clients.write_text("Firm;Город\nAcme;Lyon\n;Lille\n")
    asked = ("import", str(clients), "--doctype", "Client", "--column", "Firm=client_name")
    checked = run(*asked, "--dry-run")
    assert (checked.returncode, "1 document would be written. 1 was refused." in checked.stdout) == (
        1,
        True,
    ), checked.stderr
    refused = tmp_path / "refused.csv"
    done = run(*asked, "--errors", str(refused))
    assert done.returncode == 1
    assert "1 document was written. 1 was refused." in done.stdout
    assert [["", "Lille"]] == [row[:2] for row in csv.reader(refused.read_text("utf-8-sig").splitlines()[1:])]
    out = tmp_path / "out.csv"
    options = ("--filters", '{"city": "Lyon"}', "--fields", "name,client_name,city")
    assert run("export", "Client", "--out", str(out), *options).returncode == 0
    heading, row, mark = list(csv.reader(out.read_text("utf-8-sig").splitlines()))
    assert (["ID", "Client name", "City"], ["CLI-00001", "Acme", "Lyon"]) == (heading, row)
    assert mark[0].startswith("# Exported by Administrator")
    changed = tmp_path / "changed.csv"
    changed.write_text(out.read_text("utf-8-sig").replace("Lyon", "Metz"))
    assert run("import", str(changed), "--doctype", "Client", "--type", "upsert").returncode == 0
    again = run("export", "Client", "--out", str(out), "--fields", "city")
    assert (again.returncode, ["City", "Metz"]) == (0, out.read_text("utf-8-sig").splitlines()[:2])


def test_what_cannot_be_done_is_a_sentence(made: str, run: Run, tmp_path: Path) -> None:
    clients = tmp_path / "clients.csv"
    clients.write_text("Client name\nAcme\n")
    wrong = run("import", str(clients), "--doctype", "Client", "--column", "Firm=client_name")
    assert (wrong.returncode, "The file has no column 'Firm'" in wrong.stderr) == (2, True)
    assert run("export", "Client", "--out", "clients.doc").returncode == 2
