"""Hashes of passwords for Postgres, so that no statement shows a password.

`python -m common.scram` reads passwords, one a line, and prints their hashes, which
`alter role ... password` takes in the place of passwords.
"""

import sys
from base64 import b64encode
from hashlib import pbkdf2_hmac, sha256
from hmac import digest
from secrets import token_bytes

# What PostgreSQL itself takes (RFC 7677 asks for at least as many).
ITERATIONS = 4096


def scram_hash(password: str) -> str:
    """Return the text that Postgres stores of a password (RFC 5803), with a new salt.

    Raises ValueError for a password that is empty or not of printable ASCII: others
    would have to be normalised as the client of each login does it.
    """
    if not password or not (password.isascii() and password.isprintable()):
        raise ValueError("a password has one or more printable ASCII characters")
    salt = token_bytes(16)
    salted = pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    stored_key = sha256(digest(salted, b"Client Key", "sha256")).digest()
    server_key = digest(salted, b"Server Key", "sha256")
    salt_text, stored, server = (
        b64encode(part).decode() for part in (salt, stored_key, server_key)
    )
    return f"SCRAM-SHA-256${ITERATIONS}:{salt_text}${stored}:{server}"


if __name__ == "__main__":
    try:
        for line in sys.stdin:
            print(scram_hash(line.removesuffix("\n")))
    except ValueError as error:
        sys.exit(f"error: {error}")
