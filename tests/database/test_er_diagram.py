"""docs/er-diagram.md is current, and its diagrams are in the language of Mermaid.

No renderer of Mermaid is at hand in the tests, so a small grammar of what the page uses
of it judges them.
"""

import re

import psycopg
import pytest

from tests.support.databases import ROOT

PAGE = ROOT / "docs" / "er-diagram.md"
NAME = r'"[a-z_]+\.[a-z_]+"'
ATTRIBUTE = r"[a-z_]+(?:\[\])? [a-z_0-9]+(?: (?:PK|FK|PK, FK))?"
ENTITY = rf"    {NAME} \{{\n(?:        {ATTRIBUTE}\n)+    \}}\n"
LINE = rf'    {NAME} (?:\|\||\|o)(?:--|\.\.)(?:o\||o\{{) {NAME} : "[a-z_, ]+"\n'
DIAGRAM = re.compile(rf"erDiagram\n(?:{ENTITY})+(?:{LINE})*")


def diagrams() -> list[str]:
    return re.findall(r"^```mermaid\n(.*?)^```$", PAGE.read_text(), re.M | re.S)


def test_the_page_is_what_the_catalog_gives(admin_url: str) -> None:
    with psycopg.connect(admin_url) as admin:
        row = admin.execute("select ops.er_markdown()").fetchone()
    assert row is not None
    assert PAGE.read_text().strip() == row[0].strip(), (
        "renew it: psql $ADMIN_DATABASE_URL -Atc 'select ops.er_markdown()' "
        "> docs/er-diagram.md"
    )


@pytest.mark.parametrize("place", range(len(diagrams())))
def test_a_diagram_is_one_that_mermaid_reads(place: int) -> None:
    text = diagrams()[place]
    assert DIAGRAM.fullmatch(text), text
    entities = re.findall(rf"^    ({NAME}) \{{$", text, re.M)
    assert len(entities) == len(set(entities))
    # Mermaid draws a box for a name it does not know; a reader would miss its columns.
    for parent, child in re.findall(rf"^    ({NAME}) \S+ ({NAME}) :", text, re.M):
        assert {parent, child} <= set(entities)
    # More than this, and nobody can read it on a screen.
    assert len(entities) <= 13
