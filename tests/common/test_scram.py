"""Hashes of passwords; tests/deploy/test_server_access.py logs in with them."""

import re
import subprocess
import sys

import pytest

from common.scram import scram_hash
from tests.support.databases import ROOT

FORM = r"SCRAM-SHA-256\$4096:[\w+/]{22}==\$[\w+/]{43}=:[\w+/]{43}="


def test_a_hash_has_the_form_that_postgres_stores_and_a_salt_of_its_own() -> None:
    first, second = scram_hash("secret"), scram_hash("secret")
    assert re.fullmatch(FORM, first) and re.fullmatch(FORM, second)
    assert first != second


@pytest.mark.parametrize("password", ["", "pässword", "tab\tin it"])
def test_a_password_that_clients_might_read_differently_is_refused(
    password: str,
) -> None:
    with pytest.raises(ValueError, match="printable ASCII"):
        scram_hash(password)


def test_the_command_hashes_line_by_line() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "common.scram"],
        input="one\ntwo\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert re.fullmatch(rf"({FORM}\n){{2}}", done.stdout)
