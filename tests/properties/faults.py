"""Faults that are planted in a database, and that the property tests must find."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg

Connection = psycopg.Connection[Any]

# Every event of every trigger that notes what somebody changed in core by hand.
NOTING_TRIGGERS = """
    select
        t.tgrelid::regclass::text || ' ' || t.tgname || ' ' || e.event,
        t.tgrelid::regclass::text,
        t.tgname,
        pg_get_triggerdef(t.oid),
        array_agg(e.event) over (partition by t.oid),
        e.event
    from pg_trigger as t
    inner join pg_proc as p on p.oid = t.tgfoid
    cross join lateral (
        values (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')
    ) as e (bit, event)
    where p.pronamespace = 'core'::regnamespace
        and p.proname ~ '^tg_.*__note_'
        and t.tgparentid = 0
        and t.tgtype & e.bit <> 0
    order by 1
"""
DEFINITION = "select pg_get_functiondef(to_regproc(%s))"


class Fault(NamedTuple):
    """A text of a function and what stands there when it is broken."""

    function: str
    text: str
    instead: str


class Trigger(NamedTuple):
    """One event of a trigger that notes changes."""

    label: str
    table: str
    name: str
    definition: str
    events: list[str]
    event: str


FAULTS = {
    "a late row leaves the change of the day after it": Fault(
        "mart.find_refreshed_days",
        "where r.last_date + p_reach < r.newest_date",
        "where false",
    ),
    "a late row leaves the windows after it": Fault(
        "mart.find_refreshed_days",
        "between r.first_date and r.last_date + p_reach",
        "between r.first_date and r.last_date",
    ),
    "windows stop a day early": Fault(
        "mart.find_refreshed_days",
        "between r.first_date and r.last_date + p_reach",
        "between r.first_date and r.last_date + p_reach - 1",
    ),
    "a product that was deleted keeps old rows": Fault(
        "mart.find_refreshed_days",
        "left join mart.product_latest as l on l.asin = c.asin and"
        " l.marketplace = c.marketplace\n        group by",
        "inner join mart.product_latest as l on l.asin = c.asin and"
        " l.marketplace = c.marketplace\n        group by",
    ),
    "the previous day is looked for too near": Fault(
        "mart.refresh_product_days",
        "if v_few > (select count(*) from pg_temp.day_values) then",
        "if false then",
    ),
    "the previous day is taken to be the day before": Fault(
        "mart.read_day_values", "coalesce(y.date, n.date)", "r.date - 1"
    ),
    "a day is compared with nothing across a gap": Fault(
        "mart.read_day_values", "where y.asin is null and", "where false and"
    ),
    "the last rank is looked for too near": Fault(
        "mart.read_day_values", "o.date > r.date - 90", "o.date > r.date - 30"
    ),
    "a stored window that is missing counts as an empty one": Fault(
        "mart.sum_day_windows", "_7, false) as is_usable", "_7, true) as is_usable"
    ),
    "a stored month that is missing counts as an empty one": Fault(
        "mart.sum_day_windows", "_30, false) as is_usable", "_30, true) as is_usable"
    ),
    "a stored window of two categories is taken": Fault(
        "mart.sum_day_windows",
        "coalesce(p.has_one_bsr_category_7, false) as is_usable",
        "p.asin is not null as is_usable",
    ),
    "a stored month of two categories is taken": Fault(
        "mart.sum_day_windows",
        "coalesce(p.has_one_bsr_category_30, false) as is_usable",
        "p.asin is not null as is_usable",
    ),
    "a stored window of another category is taken": Fault(
        "mart.sum_day_windows",
        "p.bsr_days_7 = 0 or p.bsr_category_last is not distinct from"
        " v.bsr_category_last",
        "true",
    ),
    "a stored month of another category is taken": Fault(
        "mart.sum_day_windows",
        "p.bsr_days_30 = 0 or p.bsr_category_last is not distinct from"
        " v.bsr_category_last",
        "true",
    ),
    "a stored window that is not yet written anew is taken": Fault(
        "mart.sum_day_windows", "and (v_to - v_from < 7 or", "and (true or"
    ),
    "the row of a day that is gone stays": Fault(
        "mart.refresh_product_days",
        "v_count := mart.delete_product_days();",
        "v_count := 0;",
    ),
    "a week of the month is left out": Fault(
        "mart.sum_day_windows",
        "unnest('{7,14,21}'::integer[]) as o",
        "unnest('{7,21}'::integer[]) as o",
    ),
    "a week of the month counts twice": Fault(
        "mart.sum_day_windows",
        "unnest('{7,14,21}'::integer[]) as o",
        "unnest('{7,14,21,21}'::integer[]) as o",
    ),
    "a month of the quarter is left out": Fault(
        "mart.sum_day_windows",
        "unnest('{30,60}'::integer[]) as o",
        "unnest('{30}'::integer[]) as o",
    ),
    "the last days of the month are taken a day too near": Fault(
        "mart.sum_day_windows",
        "any ('{1,2,3,4,5,6,28,29}'::integer[])",
        "any ('{1,2,3,4,5,6,27,28}'::integer[])",
    ),
    "the last day of the month is left out": Fault(
        "mart.sum_day_windows",
        "any ('{1,2,3,4,5,6,28,29}'::integer[])",
        "any ('{1,2,3,4,5,6,28}'::integer[])",
    ),
    "a missing stored window is replaced by a day too many": Fault(
        "mart.sum_day_windows",
        "d.date > v.date - s.back - s.days",
        "d.date >= v.date - s.back - s.days",
    ),
    "the first price is that of the youngest part": Fault(
        "mart.sum_day_windows", "max(p.price_first)", "min(p.price_first)"
    ),
    "the first rank is that of the youngest part": Fault(
        "mart.sum_day_windows", "max(p.bsr_first)", "min(p.bsr_first)"
    ),
    "the first number of ratings is that of the youngest part": Fault(
        "mart.sum_day_windows", "max(p.reviews_first)", "min(p.reviews_first)"
    ),
    "single days mix ranks of two categories": Fault(
        "mart.sum_day_windows",
        "d.bsr_category is not distinct from v.bsr_category_last",
        "true",
    ),
    "the first of many days of a product is left out": Fault(
        "mart.read_day_rows",
        "definitions.product_days(v_from, v_to",
        "definitions.product_days(v_from + 1, v_to",
    ),
    "of the days that are gone only the first one goes": Fault(
        "mart.delete_product_days", "::date and v_to", "::date and v_from"
    ),
    "equal product days are written again": Fault(
        "mart.write_product_days", "where m.d is distinct from r", "where true"
    ),
    "windows look one day too far back": Fault(
        "definitions.product_days",
        "product range between 29 preceding",
        "product range between 30 preceding",
    ),
    "a day without a price hides the first price": Fault(
        "definitions.product_days",
        "first_value(r.next_price) over month",
        "first_value(r.price) over month",
    ),
    "a comparison sees only the main product's days": Fault(
        "mart.refresh_competitor_comparison_daily",
        "on c.asin = p.asin_comp and",
        "on c.asin = p.asin_main and",
    ),
    "a removed newest day stays the latest": Fault(
        "mart.refresh_product_latest", "v_from := '-infinity'", "v_from := v_from"
    ),
    "equal rows are written again": Fault(
        "mart.refresh_product_latest", "where m.asin is null", "where true"
    ),
    "an older arrival replaces a newer one": Fault(
        "core.apply_observations",
        "w.raw_event_id >= coalesce(s.raw_event_id, 0)",
        "true",
    ),
    "a failed page counts as a valid one": Fault(
        "definitions.product_metrics_daily",
        "o.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')",
        "o.status <> 'redirected'",
    ),
    "a failed page undoes a day fixed by hand": Fault(
        "core.apply_observations",
        "where n.status in ('ok', 'no_offer', 'out_of_stock', 'price_hidden')",
        "where true",
    ),
    "a rank log wipes out the offers of a page": Fault(
        "definitions.product_metrics_daily",
        "filter (where o.speaks_of_offers) over",
        "over",
    ),
    "a page without a rank wipes out a rank": Fault(
        "definitions.product_metrics_daily",
        "filter (where o.bsr is not null or o.bsr_main is not null) over",
        "over",
    ),
    "a rating and a number of ratings are torn apart": Fault(
        "definitions.product_metrics_daily",
        "filter (where o.rating is not null and o.reviews_count is not null)",
        "filter (where false)",
    ),
    "a day that was lost stays lost": Fault(
        "core.apply_observations", "v_count < v_accepted", "false"
    ),
    "a row changed by hand still counts as a run's": Fault(
        "core.tg_product_metrics_daily__mark_by_hand", "null", "old.job_id"
    ),
    "windows mix ranks of two categories": Fault(
        "definitions.product_days",
        "list as (partition by r.asin, r.marketplace, r.last_category order by",
        "list as (partition by r.asin, r.marketplace order by",
    ),
    "days are taken in UTC": Fault(
        "staging_raw.adapt_statement",
        "(seen.at at time zone place.time_zone)::date",
        "(seen.at at time zone 'UTC')::date",
    ),
    "old days raise alerts": Fault(
        "core.find_rule_days",
        "and l.marketplace = k.marketplace and l.date = k.date",
        "and l.marketplace = k.marketplace",
    ),
    "an older description replaces a newer one": Fault(
        "core.apply_products",
        "(d.scraped_at, d.raw_event_id) >= (p.described_at, p.raw_event_id)",
        "true",
    ),
    "a month goes and its horizon stays": Fault(
        "ops.start_detach",
        "greatest(p.horizon, ((v_partition.to_at - interval '1 microsecond')"
        " at time zone 'UTC')::date + 1)",
        "p.horizon",
    ),
    "late observations of closed days are taken": Fault(
        "staging_raw.reject_too_old", "o.date < v_from", "false"
    ),
    "a closed day is made anew from what is left of it": Fault(
        "core.refresh_product_metrics_daily", "c.date < v_open_from", "false"
    ),
    "a replay withdraws what closed days hold": Fault(
        "core.withdraw_observations", "s.date >= v_open_from", "true"
    ),
    "retention takes days that kept windows reach into": Fault(
        "ops.retention_refusal", "oldest.day - n.margin_days < v_to", "false"
    ),
    "retention does not wait for runs that wait": Fault(
        "ops.retention_refusal", "r.status = 'LANDED'", "false"
    ),
    "a day keeps a previous day that is gone": Fault(
        "ops.reconcile_detached", "f.date >= d.to_date", "false"
    ),
    "a product keeps a newest day that is gone": Fault(
        "ops.reconcile_detached", "n.date >= d.from_date", "false"
    ),
    "a month comes back and marts stay without it": Fault(
        "ops.mark_range_dirty", "d.date >= p_from", "false"
    ),
}


def noting_triggers(owner: Connection) -> list[Trigger]:
    return [Trigger(*row) for row in owner.execute(NOTING_TRIGGERS)]


@contextmanager
def planted(owner: Connection, fault: Fault) -> Iterator[None]:
    """A function with one text in it replaced by another, until the end."""
    row = owner.execute(DEFINITION, [fault.function]).fetchone()
    assert row
    definition = row[0]
    assert definition.count(fault.text) >= 1, "the function reads otherwise now"
    broken = definition.replace(fault.text, fault.instead)
    # The temporary tables of a promotion, which functions name, come and go.
    owner.execute("set check_function_bodies = off")
    owner.execute(broken)
    try:
        yield
    finally:
        owner.execute(definition)


@contextmanager
def without(owner: Connection, trigger: Trigger) -> Iterator[None]:
    """A trigger that does not see one of its events, until the end."""
    drop = f"drop trigger {trigger.name} on {trigger.table}"
    others = [event for event in trigger.events if event != trigger.event]
    head, _, tail = trigger.definition.partition(" ON ")
    moment = head.split()[3]
    owner.execute(drop.encode())
    if others:
        less = f"create trigger {trigger.name} {moment} {' or '.join(others)} on {tail}"
        owner.execute(less.encode())
    try:
        yield
    finally:
        if others:
            owner.execute(drop.encode())
        owner.execute(trigger.definition.encode())
