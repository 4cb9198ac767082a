begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(5);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{"timestamp_utc": "2026-07-24T11:05:55+00:00", "asin": "B0DEMOZ100", "category": "Gloves", "rank": "1,204"}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_rank_log(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ100",
            "scraped_at": "2026-07-24T11:05:55+00:00",
            "status": "ok",
            "bsr": 1204,
            "bsr_category": "Gloves",
            "bsr_main": 1204,
            "bsr_data": [{"rank": 1204, "category": "Gloves"}]
        }',
        'a row with a rank is an observation without a price'
    ),
    (
        '{"rank": "5", "error": "CAPTCHA"}',
        '{"status": "blocked", "bsr": null, "bsr_category": null, "bsr_main": null, "bsr_data": null}',
        'a failed fetch has no rank, whatever the row contains'
    )
) as t (change, expected, description);

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_rank_log(t.payload::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from (values
    (
        '{
            "timestamp_utc": "2026-07-24T11:05:55+00:00",
            "asin": "B0DEMOZ100",
            "error": "Blocked by Amazon bot-detection (CAPTCHA/robot check)"
        }',
        '{"status": "blocked", "bsr": null, "bsr_data": null}',
        'a CAPTCHA is a blocked observation'
    ),
    (
        '{
            "timestamp_utc": "2026-07-24T11:05:55+00:00",
            "asin": "B0DEMOZ100",
            "error": "No BSR found (page structure may have changed)"
        }',
        '{"status": "parse_error", "bsr": null}',
        'a changed page is a parse error'
    ),
    (
        '{"timestamp_utc": "2026-07-24T11:05:55+00:00", "asin": "B0DEMOZ100"}',
        '{"status": "parse_error"}',
        'an empty row was not read'
    )
) as t (payload, expected, description);

select * from finish();
rollback;
