"""Names without a meaning: none twice, however many are made at once and wherever."""

from __future__ import annotations

import subprocess
import sys

from comptoir.documents.naming import make_hash

MANY = 300_000
FORKED = """
import os
from comptoir.documents.naming import make_hash

reader, writer = os.pipe()
if os.fork() == 0:
    os.write(writer, " ".join(make_hash() for _ in range(500)).encode())
    os._exit(0)
own = {make_hash() for _ in range(500)}
print(len(own & set(os.read(reader, 65536).decode().split())))
"""


def test_none_is_made_twice_in_one_process() -> None:
    assert MANY == len({make_hash() for _ in range(MANY)})


def test_a_forked_process_makes_others() -> None:
    run = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True, timeout=60
    )
    assert "0" == run.stdout.strip()


def test_they_are_ten_letters_and_digits() -> None:
    name = make_hash()
    assert (10, True) == (len(name), (name.isalnum() and name.islower()) or name.isdigit())


def test_neighbours_do_not_look_alike() -> None:
    first, second = make_hash(), make_hash()
    assert first[5:] != second[5:]
