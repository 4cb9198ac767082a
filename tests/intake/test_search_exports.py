"""Search Query Performance, as Seller Central and the Selling Partner API give it.

Brands, products and figures are invented; titles and metadata are those of exports.
"""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

import pytest

from tests.support.intake import Intake, intake

__all__ = ["intake"]

HEADERS = {
    "en": (
        "Search Query;Search Query Score;Search Query Volume;Impressions: Total Count;"
        "Impressions: {own} Count;Impressions: {own} Share %;Clicks: Total Count;"
        "Clicks: Click Rate %;Clicks: {own} Count;Clicks: {own} Share %;"
        "Clicks: Price (Median);Clicks: {own} Price (Median);"
        "Clicks: Same Day Shipping Speed;Clicks: 1D Shipping Speed;"
        "Clicks: 2D Shipping Speed;Cart Adds: Total Count;Reporting Date"
    ),
    "en-GB": (
        "Search Query;Search Query Score;Search Query Volume;Impressions: Total Count;"
        "Impressions: {own} Count;Impressions: {own} Share %;Clicks: Total Count;"
        "Clicks: Click Rate %;Clicks: {own} Count;Clicks: {own} Share %;"
        "Clicks: Price (Median);Clicks: {own} Price (Median);"
        "Clicks: Same-Day Shipping Speed;Clicks: 1D-Shipping Speed;"
        "Clicks: 2D-Shipping Speed;Basket Adds: Total Count;Reporting Date"
    ),
    "de": (
        "Suchabfrage;Suchabfrage-Score;Volumen der Suchabfrage;Eindrücke: Gesamtanzahl;"
        "Eindrücke: {own}anzahl;Eindrücke: {own}anteil %;Klicks: Gesamtanzahl;"
        "Klicks: Klickrate %;Klicks: {own}anzahl;Klicks: {own}anteil %;"
        "Klicks: Preis (Median);Klicks: {own}preis (Median);"
        "Klicks: Versandgeschwindigkeit am selben Tag;"
        "Klicks: Versandgeschwindigkeit 1 Tag;Klicks: Versandgeschwindigkeit 2 Tage;"
        "In den Einkaufswagen: Gesamtanzahl;Berichtsdatum"
    ),
    "it": (
        "Query di ricerca;Cerca punteggio query;Volume delle query di ricerca;"
        "Impressioni: numero totale;Impressioni: conteggio {own};"
        "Impressioni: % quota {of}{own};Clic: conteggio totale;"
        "Clic: percentuale di clic;Clic: conteggio {own};Clic: % quota {of}{own};"
        "Clic: prezzo (mediano);Clic: prezzo {own} (mediano);"
        "Clic: velocità di spedizione in giornata;"
        "Clic: velocità di spedizione 1 giorno;Clic: velocità di spedizione 2 giorni;"
        "Aggiunte al carrello: conteggio totale;Data del report"
    ),
    "fr": (
        "Requête de recherche;Score de la requête de recherche;"
        "Volume de la requête de recherche;Impressions : nombre total;"
        "Impressions : nombre pour {own};Impressions : part de {own} %;"
        "Clics : nombre total;Clics : taux de clics %;Clics : nombre pour {own};"
        "Clics : part de {own} %;Clics : prix (médian);Clics : prix de {own} (médian);"
        "Clics : vitesse d'expédition le jour même;Clics : vitesse d'expédition 1 jour;"
        "Clics : vitesse d'expédition 2 jours;Ajouts au panier : nombre total;"
        "Date du rapport"
    ),
    "es": (
        "Consulta de búsqueda;Puntuación de la consulta de búsqueda;"
        "Volumen de la consulta de búsqueda;Impresiones: recuento total;"
        "Impresiones: recuento de {own};Impresiones: cuota de {own} %;"
        "Clics: recuento total;Clics: tasa de clics %;Clics: recuento de {own};"
        "Clics: cuota de {own} %;Clics: precio (mediana);"
        "Clics: precio de {own} (mediana);Clics: velocidad de envío el mismo día;"
        "Clics: velocidad de envío 1 día;Clics: velocidad de envío 2 días;"
        "Adiciones al carrito: recuento total;Fecha del informe"
    ),
    "ja": (
        "検索クエリ;検索クエリスコア;検索クエリのボリューム;インプレッション:合計数;"
        "インプレッション:{own}数;インプレッション:{own}シェア %;クリック:合計数;"
        "クリック:クリック率 %;クリック:{own}数;クリック:{own}シェア %;"
        "クリック:価格(中央値);クリック:{own}価格(中央値);クリック:当日配送;"
        "クリック:1日配送;クリック:2日配送;カート追加:合計数;レポート日"
    ),
}
HEADERS["ja"] = HEADERS["ja"].translate(
    {ord(":"): "\uff1a", ord("("): "\uff08", ord(")"): "\uff09"}
)
# The own columns and the metadata of both views.
OWN = {
    "en": ("ASIN", "Brand"),
    "en-GB": ("ASIN", "Brand"),
    "de": ("ASIN-", "Marken"),
    "it": ("ASIN", "marchio"),
    "fr": ("l'ASIN", "la marque"),
    "es": ("ASIN", "marca"),
    "ja": ("ASIN", "ブランド"),
}
METADATA = {
    "en": ("ASIN", "Brand", "Reporting Range", "Weekly"),
    "en-GB": ("ASIN or Product", "Brand", "Reporting Range", "Weekly"),
    "de": ("ASIN", "Marke", "Berichtszeitraum", "Wöchentlich"),
    "it": ("ASIN", "Marchio", "Intervallo di report", "Settimanale"),
    "fr": ("ASIN", "Marque", "Période de rapport", "Hebdomadaire"),
    "es": ("ASIN", "Marca", "Intervalo de informes", "Semanal"),
    "ja": ("ASIN", "ブランド", "レポート範囲", "週次"),
}
POINT = "1,250;24,000;600;2.5;300;24.0;12;4.0;1,014.99;16.5"
COMMA = "1.250;24.000;600;2,5;300;24,0;12;4,0;1.014,99 €;16,5"
NUMBERS = {
    "en": POINT,
    "en-GB": POINT.replace(",", ""),
    "de": COMMA,
    "it": "1250;24000;600;2.5;300;24.0;12;4.0;€ 1014.99;16.50",
    "fr": COMMA.replace(".", "\u202f").replace("2,5", "2,5 %"),
    "es": COMMA,
    "ja": POINT.replace("1,014", "\uffe51,014"),
}
DAYS = {"fr": "11 janvier 2025", "es": "11/01/2025", "de": "11.01.2025"}
PRODUCT_ROWS = """
    select a.asin, a.marketplace, a.period_type, a.start_date::text, q.search_query,
        q.search_query_volume, q.total_query_impression_count, q.asin_impression_count,
        q.total_click_count, q.asin_click_count, q.total_median_click_price::text,
        q.asin_median_click_price::text, q.total_same_day_shipping_click_count,
        q.total_one_day_shipping_click_count, q.total_two_day_shipping_click_count,
        q.total_cart_add_count
    from sqp.asin_performance_data as a
    left join sqp.search_query_performance as q
        on q.tenant_id = a.tenant_id and q.asin_performance_id = a.id
    order by a.asin, a.period_type, a.start_date, q.search_query
"""
BRAND_ROWS = """
    select b.brand_name, r.marketplace, r.period_type, r.start_date::text,
        q.search_query, q.search_query_volume, q.total_query_impression_count,
        q.brand_impression_count, q.total_click_count, q.brand_click_count,
        q.total_median_click_price::text, q.brand_median_click_price::text,
        q.total_same_day_shipping_click_count, q.total_one_day_shipping_click_count,
        q.total_two_day_shipping_click_count, q.total_cart_add_count
    from sqp.brand_performance_data as r
    inner join core.brands as b on b.id = r.brand_id
    inner join sqp.brand_search_performance as q on q.brand_performance_id = r.id
"""
DISAGREEMENTS = """
    select d.search_query, d.field, d.stated::text, d.computed::text
    from {} as d order by 1, 2
"""
REPLAY = "select ops.replay_run(r.job_id) from core.ingest_runs as r"
REJECTS = """
    select e.item_no, e.reason_code, e.detail from staging_raw.rejected_events as e
    where e.resolved_at is null order by e.item_no
"""


def sheet(
    *rows: Iterable[str],
    header: str = HEADERS["en"],
    own: str = "ASIN",
    metadata: str = 'ASIN=["B0TESTA001"],Reporting Range=["Weekly"]',
) -> str:
    """A CSV with the line of metadata, the titles and the rows."""
    text = io.StringIO()
    writer = csv.writer(text)
    of = "dell'" if own == "ASIN" else "del "
    writer.writerow(header.format(own=own, of=of).split(";"))
    writer.writerows(rows)
    return (metadata + "\n" if metadata else "") + text.getvalue()


def cells(
    query: str = "gloves", numbers: str = POINT, day: str = "2025-01-11"
) -> list[str]:
    return [query, "1", *numbers.split(";"), "10", "20", "30", "100", day]


def line(query: str = "gloves", asin: str = "B0TESTA001", **counts: Any) -> Any:
    """A row of a report of the API: 5 of 100 clicks and shares that fit."""
    clicks = {"totalClickCount": 100, "asinClickCount": 5, "asinClickShare": 0.05}
    return {
        "asin": asin,
        "searchQueryData": {"searchQuery": query, "searchQueryVolume": 500},
        "clickData": clicks | counts,
    }


def report(
    *rows: Any,
    start: str = "2025-01-05",
    end: str = "2025-01-11",
    asins: str = "B0TESTA001",
    marketplace: str = "ATVPDKIKX0DER",
) -> str:
    return json.dumps(
        {
            "reportSpecification": {
                "reportType": "GET_BRAND_ANALYTICS_SEARCH_QUERY_PERFORMANCE_REPORT",
                "reportOptions": {"reportPeriod": "WEEK", "asin": asins},
                "dataStartTime": start,
                "dataEndTime": end,
                "marketplaceIds": [marketplace],
            },
            "dataByAsin": [{"startDate": start, "endDate": end} | row for row in rows],
        }
    )


def queries(intake: Intake) -> list[tuple[Any, ...]]:
    return [(row[0], row[4]) for row in intake.rows(PRODUCT_ROWS)]


@pytest.mark.parametrize("view", [0, 1])
@pytest.mark.parametrize("language", HEADERS)
def test_exports_of_every_language_and_view_give_the_same_rows(
    intake: Intake, language: str, view: int
) -> None:
    names = METADATA[language]
    value = ("B0TESTA001", "Acme")[view]
    text = sheet(
        cells(numbers=NUMBERS[language], day=DAYS.get(language, "2025-01-11")),
        header=HEADERS[language],
        own=OWN[language][view],
        metadata=f'{names[view]}=["{value}"],{names[2]}=["{names[3]}"],X=["2025 | 2"]',
    )
    intake.load("export.csv", "\ufeff" + text, "--marketplace", "UK")
    assert intake.rejects() == []
    counts = (1250, 24000, 600, 300, 12, "1014.99", "16.50", 10, 20, 30, 100)
    rows = intake.rows((PRODUCT_ROWS, BRAND_ROWS)[view])
    assert rows == [(value, "UK", "WEEK", "2025-01-05", "gloves", *counts)]
    for relation in ("sqp.report_disagreements", "sqp.brand_report_disagreements"):
        assert intake.rows(DISAGREEMENTS.format(relation)) == []


@pytest.mark.parametrize(
    "metadata",
    [
        '"ASIN=[""B0TESTA001""]","Reporting Range=[""Weekly""]",,',
        '"ASIN=[""B0TESTA001""],Reporting Range=[""Weekly""]"',
        '\ufeffASIN=["B0TESTA001"],Reporting Range=["Weekly"],,,',
    ],
)
def test_the_line_above_the_header_is_quoted_in_several_ways(
    intake: Intake, metadata: str
) -> None:
    intake.load("export.csv", sheet(cells(), metadata=metadata))
    assert intake.rejects() == []
    assert queries(intake) == [("B0TESTA001", "gloves")]


def test_an_export_without_the_line_is_known_and_refused(intake: Intake) -> None:
    header = HEADERS["de"]
    row = cells(numbers=NUMBERS["de"])
    intake.load("asin.csv", sheet(row, header=header, own="ASIN-", metadata=""))
    intake.load("brand.csv", sheet(row, header=header, own="Marken", metadata=""))
    assert {row[1:] for row in intake.rows(REJECTS)} == {
        (
            "asin_invalid",
            "the report does not name its product; an export names it in the line "
            "above its header",
        ),
        (
            "brand_invalid",
            "the export is of the brand view and does not name its brand: export it "
            "with the line above its header",
        ),
    }


def test_blank_prices_and_dashes_are_unknown(intake: Intake) -> None:
    blank = POINT.rsplit(";", 2)[0] + ";;-"
    intake.load("export.csv", sheet(cells(numbers=blank)))
    [row] = intake.rows(PRODUCT_ROWS)
    assert row[10:12] == (None, None)


def test_a_title_that_is_added_as_a_row_is_read_in_a_replay(intake: Intake) -> None:
    text = sheet(cells(), header=HEADERS["en"].replace("Cart Adds", "Trolleys"))
    intake.load("export.csv", text)
    assert intake.rows(REJECTS) == [
        (
            1,
            "report_unreadable",
            "no column is known by the name Trolleys: Total Count",
        )
    ]
    intake.owner.execute(
        "insert into staging_raw.report_columns (name, field, language) "
        "values ('trolleys: total count', 'total_cart_add_count', 'en')"
    )
    intake.owner.execute(REPLAY)
    intake.owner.execute("select ops.promote_next()")
    [row] = intake.rows(PRODUCT_ROWS)
    assert row[-1] == 100
    assert intake.rejects() == []


# Bad input: a named reject, or a named disagreement; nothing lost, nothing half.
def test_a_tenant_that_does_not_exist_loads_nothing(intake: Intake) -> None:
    done = intake.load("export.csv", sheet(cells()), "--tenant", "nobody")
    assert done.exit_code != 0
    assert "There is no tenant nobody." in " ".join(done.output.split())
    assert intake.rows("select 1 from core.ingest_runs") == []


def test_a_period_that_is_no_week_of_amazon_is_rejected(intake: Intake) -> None:
    text = report(line(), start="2025-01-06", end="2025-01-12")
    intake.load("report.json", text)
    assert intake.rows(REJECTS) == [
        (
            1,
            "period_invalid",
            "2025-01-06 to 2025-01-12 is no week: weeks run from Sunday to Saturday, "
            "months and quarters from their first to their last day",
        )
    ]
    assert queries(intake) == []


def test_a_report_that_lists_nothing_is_a_report(intake: Intake) -> None:
    intake.load("report.json", report(asins="B0TESTA001 B0TESTA002"))
    assert queries(intake) == [("B0TESTA001", None), ("B0TESTA002", None)]
    intake.load("unnamed.json", report(asins=""))
    assert intake.rows(REJECTS) == [
        (
            1,
            "asin_invalid",
            "the report does not name its product; an export names it in the line "
            "above its header",
        )
    ]


def test_an_unknown_marketplace_id_is_named(intake: Intake) -> None:
    intake.load("report.json", report(line(), marketplace="A0NOWHERE"))
    assert intake.rows(REJECTS) == [
        (1, "marketplace_unknown", "no marketplace has the id A0NOWHERE")
    ]
    assert queries(intake) == []


def test_of_two_documents_for_a_period_the_later_counts(intake: Intake) -> None:
    first = report(line("gloves"), line("hats"), line("socks"))
    intake.load("reports.json", first + "\n" + report(line("scarves")))
    sentence = "document 2 of the batch reports the same product and period"
    assert intake.rows(REJECTS) == [
        (place, "report_replaced", sentence) for place in (1, 2, 3)
    ]
    assert queries(intake) == [("B0TESTA001", "scarves")]
    # Nothing is lost, so the run is not halted for it.
    status = "select r.status, r.rejected_count from core.ingest_runs as r"
    assert intake.rows(status) == [("PARTIAL", 3)]


def test_columns_of_both_views_are_refused(intake: Intake) -> None:
    header = HEADERS["en"].replace("Clicks: {own}", "Clicks: Brand")
    intake.load("export.csv", sheet(cells(), header=header))
    assert intake.rows(REJECTS) == [
        (
            1,
            "view_mixed",
            "the export has columns of the ASIN view and of the brand view",
        )
    ]


def test_an_export_of_the_wrong_view_is_refused(intake: Intake) -> None:
    intake.load("brand.csv", sheet(cells(), own="Brand"))
    intake.load("asin.csv", sheet(cells(), metadata='Brand=["Acme"],X=["1"]'))
    assert {row[1:] for row in intake.rows(REJECTS)} == {
        (
            "brand_invalid",
            "the export is of the brand view and does not name its brand: export it "
            "with the line above its header",
        ),
        (
            "asin_invalid",
            "the report does not name its product; an export names it in the line "
            "above its header",
        ),
    }


def test_titles_of_two_languages_are_refused(intake: Intake) -> None:
    header = HEADERS["en"].replace("Clicks: Total Count", "Klicks: Gesamtanzahl")
    intake.load("export.csv", sheet(cells(), cells("hats"), header=header))
    sentence = "the title Klicks: Gesamtanzahl is de, the others are en"
    assert intake.rows(REJECTS) == [
        (1, "locale_mixed", sentence),
        (2, "locale_mixed", sentence),
    ]


def test_numbers_of_two_locales_are_refused(intake: Intake) -> None:
    both = cells(numbers=POINT.replace("4.0", "4,0"))
    intake.load("row.csv", sheet(both))
    assert intake.rows(REJECTS) == [
        (1, "locale_mixed", "percentages are written with a point and with a comma")
    ]
    intake.load("rows.csv", sheet(cells("gloves"), cells("hats", COMMA)))
    sentence = (
        "some rows of the export are written with a decimal point, others with a "
        "decimal comma"
    )
    rejects = intake.rows(REJECTS)
    assert rejects.count((1, "locale_mixed", sentence)) == 1
    assert rejects.count((2, "locale_mixed", sentence)) == 1
    assert queries(intake) == []


def test_a_share_above_1_is_a_disagreement(intake: Intake) -> None:
    intake.load("report.json", report(line(asinClickShare=1.2)))
    assert queries(intake) == [("B0TESTA001", "gloves")]
    assert intake.rows(DISAGREEMENTS.format("sqp.report_disagreements")) == [
        ("gloves", "click_share_pct", "120.0", "5.00")
    ]


def test_own_counts_above_totals_are_disagreements(intake: Intake) -> None:
    intake.load("report.json", report(line(asinClickCount=120, asinClickShare=1.2)))
    numbers = POINT.replace(";12;4.0", ";360;120.0")
    metadata = 'Brand=["Acme"],Reporting Range=["Weekly"]'
    text = sheet(cells(numbers=numbers), own="Brand", metadata=metadata)
    intake.load("brand.csv", text)
    assert intake.rows(DISAGREEMENTS.format("sqp.report_disagreements")) == [
        ("gloves", "asin_click_count", "120", "100")
    ]
    assert intake.rows(DISAGREEMENTS.format("sqp.brand_report_disagreements")) == [
        ("gloves", "brand_click_count", "360", "300")
    ]


def test_a_field_of_a_wrong_type_rejects_its_row_alone(intake: Intake) -> None:
    rows = [line("gloves"), line("hats", totalClickCount="many"), line("socks")]
    intake.load("report.json", report(*rows))
    assert intake.rows(REJECTS) == [
        (2, "report_unreadable", "clickData.totalClickCount many is no number")
    ]
    assert [query for _, query in queries(intake)] == ["gloves", "socks"]


def test_a_dry_run_shows_the_rows_of_a_report(intake: Intake) -> None:
    text = report(line("gloves"), line("hats", asin="B0TEST"))
    done = intake.load("report.json", text, "--dry-run")
    assert done.exit_code == 0
    shown = " ".join(done.output.split())
    for part in ("B0TESTA001", "2025-01-05", "week", "gloves", "B0TEST is no ASIN"):
        assert part in shown
    assert queries(intake) == []
