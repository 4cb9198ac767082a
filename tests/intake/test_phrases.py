"""Texts of shops' pages in their languages: every line of tests/corpora.

Each corpus takes one query; a failure lists every line that is read wrong, with its
rule.
"""

import csv
from collections.abc import Iterator

import psycopg
import pytest

from tests.support.databases import ROOT, Database, janitor, prepare_clone

CORPORA = ROOT / "tests" / "corpora"
# The column that is read, the one that says what must come out, and how it is read.
READ = {
    "availability": ("text", "in_stock", "staging_raw.parse_availability(c.given)"),
    "brands": ("text", "brand", "staging_raw.parse_brand(c.given)"),
    "counts": ("text", "count", "staging_raw.parse_count(c.given)"),
    "failures": ("item", "failure", "staging_raw.item_failure(c.given::jsonb)"),
    "ranks": (
        "text",
        "ranks",
        "(select string_agg(concat_ws('=', r.rank ->> 'rank', r.rank ->> 'category'),"
        " '|' order by r.place) from jsonb_array_elements("
        "(staging_raw.summarize_ranks(null, c.given)).bsr_data"
        ") with ordinality as r (rank, place))",
    ),
    "ratings": ("text", "rating", "staging_raw.parse_rating(c.given)"),
    "titles": ("title", "failure", "staging_raw.title_failure(c.given)"),
}
LEAST = {"availability": 150, "ranks": 100}
MISMATCHES = """
    select c.given, c.expected, read.found, c.rule
    from unnest(%s::text[], %s::text[], %s::text[]) as c (given, expected, rule)
    cross join lateral (select ({})::text as found) as read
    where read.found is distinct from c.expected
"""
TWICE = """
    select p.kind, p.phrase, staging_raw.normal_phrase(p.phrase)
    from staging_raw.phrases as p
    where p.kind in (
        'availability', 'price_hidden', 'title', 'failure', 'status', 'boolean',
        'brand_label', 'rating_scale'
    )
        and p.phrase <> staging_raw.normal_phrase(p.phrase)
"""


def lines(name: str) -> list[dict[str, str]]:
    with (CORPORA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def phrases(server: Database, template: str) -> Iterator[psycopg.Connection]:
    with janitor(server, "phrases", template) as made:
        database = server.named(made.dbname)
        prepare_clone(database)
        with psycopg.connect(database.owner) as connection:
            yield connection


@pytest.mark.parametrize("name", READ)
def test_every_line_of_a_corpus_is_read_as_it_says(
    phrases: psycopg.Connection, name: str
) -> None:
    given, expected, expression = READ[name]
    corpus = lines(name)
    assert len(corpus) >= LEAST.get(name, 1)
    wrong = phrases.execute(
        MISMATCHES.format(expression).encode(),
        (
            [line[given] for line in corpus],
            [
                {"t": "true", "f": "false"}.get(line[expected], line[expected] or None)
                for line in corpus
            ],
            [line["rule"] for line in corpus],
        ),
    ).fetchall()
    assert wrong == []


def test_a_corpus_has_no_line_twice() -> None:
    for name, (given, _, _) in READ.items():
        texts = [line[given] for line in lines(name)]
        assert len(texts) == len(set(texts)), name


def test_phrases_are_kept_in_the_form_in_which_they_are_searched(
    phrases: psycopg.Connection,
) -> None:
    assert phrases.execute(TWICE).fetchall() == []


def test_availability_is_told_in_every_language_of_the_shops(
    phrases: psycopg.Connection,
) -> None:
    told = phrases.execute(
        "select p.language from staging_raw.phrases as p "
        "where p.kind = 'availability' group by p.language "
        "having count(distinct p.meaning) >= 2"
    ).fetchall()
    assert {language for (language,) in told} >= {
        line["language"] for line in lines("availability")
    }
