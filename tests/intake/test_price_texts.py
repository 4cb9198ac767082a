"""Prices as texts of all shops: read right or refused, never changed.

`corpora/prices.tsv` has one text a line with its rule. `\\n` in a text is a line end.
An empty amount means that the text must be refused; an empty currency, that the text
has none or that it does not matter.
"""

import csv
import os
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.databases import ROOT, Database, janitor

CORPUS = ROOT / "tests" / "corpora" / "prices.tsv"
READ = """
    select
        staging_raw.parse_price(to_jsonb(said.text), shop.decimal_sign),
        staging_raw.parse_currency(to_jsonb(said.text)),
        staging_raw.currency_fits(
            staging_raw.parse_currency(to_jsonb(said.text)), shop.currency_code
        )
    from unnest(%s::text[], %s::text[]) with ordinality
        as said (marketplace, text, position)
    inner join core.marketplaces as shop using (marketplace)
    order by said.position
"""

Answer = tuple[Decimal | None, str | None, bool]


@pytest.fixture(scope="module")
def connection(server: Database, template: str) -> Iterator[psycopg.Connection[Any]]:
    """A database of this module's own: nothing here writes."""
    name = f"prices_{os.environ.get('PYTEST_XDIST_WORKER', 'master')}_{os.getpid()}"
    with (
        janitor(server, name, template),
        psycopg.connect(server.named(name).owner, autocommit=True) as opened,
    ):
        yield opened


def read(
    connection: psycopg.Connection[Any], texts: list[tuple[str, str]]
) -> list[Answer]:
    """Price, currency and whether it is the shop's, of (marketplace, text)."""
    shops, said = map(list, zip(*texts, strict=True))
    return connection.execute(READ, (shops, said)).fetchall()


def corpus() -> list[dict[str, str]]:
    with CORPUS.open(newline="", encoding="utf-8") as file:
        lines = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [line | {"text": line["text"].replace("\\n", "\n")} for line in lines]


def test_every_text_of_the_corpus_is_read_by_its_rule(
    connection: psycopg.Connection[Any],
) -> None:
    lines = corpus()
    wrong = []
    answers = read(connection, [(x["marketplace"], x["text"]) for x in lines])
    for line, (price, currency, _) in zip(lines, answers, strict=True):
        expected = Decimal(line["amount"]) if line["amount"] else None
        if price != expected or (line["currency"] and currency != line["currency"]):
            wrong.append(
                f"{line['marketplace']} {line['text']!r} ({line['rule']}): "
                f"{expected} {line['currency']}, not {price} {currency}"
            )
    assert not wrong, "\n".join([f"{len(wrong)} texts are misread:", *wrong])


def test_the_corpus_covers_every_shop(connection: psycopg.Connection[Any]) -> None:
    lines = corpus()
    assert len(lines) >= 400
    shops = connection.execute("select m.marketplace from core.marketplaces as m")
    seen = [line["marketplace"] for line in lines]
    assert {name for (name,) in shops if seen.count(name) < 15} == set()
    assert all(line["rule"] for line in lines)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str, Decimal]:
    """A shop, an amount in one of its forms with noise round it, and the amount."""
    shop, sign, is_behind, group, decimal = draw(st.sampled_from(FORMS))
    whole = draw(st.one_of(st.integers(1, 999), st.integers(1, 9_999_999)))
    cents = "" if decimal == "" else f"{draw(st.integers(0, 99)):02}"
    digits = str(whole)
    if draw(st.booleans()):
        if group == "lakh":
            digits = re.sub(r"(?<=\d)(?=(\d\d)*\d{3}$)", ",", digits)
        else:
            digits = f"{whole:,}".replace(",", group)
    number = digits + (decimal + cents if cents else "")
    if draw(st.booleans()):
        scripts = ("\uff10", "\u0660", "\u06f0", "\u0966")
        zero = ord(draw(st.sampled_from(scripts)))
        number = "".join(chr(zero + int(c)) if c.isdigit() else c for c in number)
    gap = draw(st.sampled_from(("", " ", "\u00a0", "\u202f", "&nbsp;")))
    mark = draw(st.sampled_from((sign, "".join(f"&#{ord(c)};" for c in sign))))
    amount = number + gap + mark if is_behind else mark + gap + number
    before, behind = draw(st.sampled_from(NOISE))
    if is_behind:
        # "12 990 kr" is one number.
        before = before.removesuffix("12 ")
    amount = draw(st.sampled_from((amount, f"<b>{amount}</b>", f"\u200e{amount}")))
    if draw(st.booleans()):
        behind += draw(st.sampled_from(BEHIND))
    return shop, before + amount + behind, Decimal(f"{whole}.{cents or 0}")


# Shop, sign, whether the sign stands behind, sign between groups, decimal sign.
FORMS = (
    *((shop, "$", False, ",", ".") for shop in ("US", "CA", "MX", "AU")),
    ("SG", "S$", False, ",", "."),
    ("UK", "\u00a3", False, ",", "."),
    ("IE", "\u20ac", False, ",", "."),
    *((shop, "\u20ac", True, ".", ",") for shop in ("DE", "IT", "ES")),
    *((shop, "\u20ac", True, "\u202f", ",") for shop in ("FR", "BE")),
    ("NL", "\u20ac", False, ".", ","),
    ("BR", "R$", False, ".", ","),
    ("SE", "kr", True, "\u00a0", ","),
    ("PL", "z\u0142", True, "\u00a0", ","),
    ("TR", "TL", True, ".", ","),
    ("AE", "AED", False, ",", "."),
    ("SA", "\u0631.\u0633.", False, ",", "."),
    ("EG", "EGP", False, ",", "."),
    ("ZA", "R", False, " ", "."),
    ("IN", "\u20b9", False, "lakh", "."),
    ("JP", "\uffe5", False, ",", ""),
    ("JP", "\u5186", True, ",", ""),
)
NOISE = (
    ("", ""),
    ("  ", "\n"),
    ("Price: ", ""),
    ("from ", ""),
    ("ab ", ""),
    ("26 offers from ", ""),
    ("Pack of 6 ", ""),
    ("-20% ", ""),
    ("12 ", ""),
    ("Size 5 - ", ""),
    ("Now ", " each"),
    ("", " 12"),
    ("", " 3 left"),
    ("", "*"),
)
BEHIND = (
    " (4.5 out of 5 stars)",
    " -15%",
    " (was 99,999,999)",
    " + 5 shipping",
    " 12 count",
    ", 7 offers",
    "/100 g",
)


@settings(max_examples=40, deadline=None)
@given(st.lists(written(), min_size=20, max_size=20))
def test_an_amount_is_read_back_exactly_or_refused(
    connection: psycopg.Connection[Any], amounts: list[tuple[str, str, Decimal]]
) -> None:
    answers = read(connection, [(shop, text) for shop, text, _ in amounts])
    changed = [
        (text, str(price))
        for (_, text, amount), (price, _, _) in zip(amounts, answers, strict=True)
        if price is not None and price != amount
    ]
    assert not changed


@settings(max_examples=10, deadline=None)
@given(st.lists(written(), min_size=20, max_size=20))
def test_the_currency_of_a_price_that_is_read_is_that_of_its_shop(
    connection: psycopg.Connection[Any], amounts: list[tuple[str, str, Decimal]]
) -> None:
    answers = read(connection, [(shop, text) for shop, text, _ in amounts])
    strange = [
        (text, said)
        for (_, text, _), (price, said, fits) in zip(amounts, answers, strict=True)
        if price is not None and (said is None or not fits)
    ]
    assert not strange


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("US", "DE", "JP", "IN", "SA")),
            st.one_of(
                st.text(
                    st.characters(exclude_characters="\0", exclude_categories=["Cs"])
                ),
                st.text("0123456789.,-+/%()[]{}&#;<> $\u20ac\uffe5eExX\n\ue000\ue101"),
            ),
        ),
        min_size=20,
        max_size=20,
    )
)
def test_no_text_makes_the_parser_fail(
    connection: psycopg.Connection[Any], texts: list[tuple[str, str]]
) -> None:
    assert len(read(connection, texts)) == len(texts)
