begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(11);

create function pg_temp.adapt(p_job_id text, variadic p_items jsonb[])
returns void
language plpgsql
volatile
as $$
declare
    v_run core.ingest_runs;
begin
    perform pg_temp.land_run(p_job_id, p_items);
    perform ops.promotion_scratch();
    select r.* into v_run from core.ingest_runs as r where r.job_id = p_job_id;
    perform staging_raw.adapt_run(v_run, v_run.item_count, now());
end;
$$;

select pg_temp.adapt(
    'a1',
    '{"asin": "B0TESTA001", "observed_date": "2025-03-10", "price": 1}',
    '{"asin": "B0TESTA002", "breadCrumbs": "Sports > Gloves", "price": {"value": 5, "currency": "$"}, "stars": 4.5, "scrapedAt": "2025-03-10T12:00:00Z", "title": "Gloves", "url": "https://www.amazon.com/dp/B0TESTA002"}',
    '{"slug": "gloves", "snapshot_date": "2025-03-10", "products": [{"asin": "B0TESTA003", "rank": 1}, {"asin": "B0TESTA004", "rank": 2}]}',
    '{"url": "https://www.amazon.com/dp/B0TESTA005", "error": "CAPTCHA"}',
    '{"hello": "world", "foo": 1}',
    '{"slug": "empty", "products": [], "updatedAt": "2025-03-10T12:00:00Z"}',
    '[1, 2]',
    '"text"'
);
select results_eq(
    'select o.item_no, o.element_no, o.asin, o.status, o.price from pg_temp.observations as o where o.reject_code is null order by 1, 2',
    $$values
        (1, null::integer, 'B0TESTA001', 'ok', 1::numeric), (2, null, 'B0TESTA002', 'ok', 5), (3, 1, 'B0TESTA003', 'no_offer', null),
        (3, 2, 'B0TESTA004', 'no_offer', null), (4, null, 'B0TESTA005', 'blocked', null)
    $$,
    'a run can have several shapes; a list gives one observation per element'
);
select results_eq(
    'select o.item_no, o.reject_code from pg_temp.observations as o where o.reject_code is not null order by o.item_no',
    $$values (5, 'shape_unknown'), (6, 'no_observation'), (7, 'shape_unknown'), (8, 'shape_unknown')$$,
    'an item of an unknown shape, or without a product, is a reject, also when it is no object'
);
select is(
    (select o.reject_detail from pg_temp.observations as o where o.item_no = 5), 'no adapter reads an item with the keys foo, hello',
    'the reject has the keys of the item'
);
select is_empty(
    'select 1 from pg_temp.observations as o where o.raw_event_id is null', 'each reject refers to its item'
);

-- Redirected pages.
select pg_temp.adapt(
    'a2',
    '{"asin": "B0TESTA001", "requested_asin": "B0TESTA009", "observed_date": "2025-03-10", "price": 7, "bsr": 3}',
    '{"asin": "B0TESTA001", "requested_asin": "B0TESTA001", "observed_date": "2025-03-11", "price": 7}',
    '{"asin": "B0TESTA001", "requested_asin": "B0TESTA008", "observed_date": "2025-03-12", "price": 7, "asin": "bad"}',
    '{"asin": "B0TESTA001", "requested_asin": "nonsense", "observed_date": "2025-03-13", "price": 7}'
);
select results_eq(
    'select o.item_no, o.asin, o.status, o.price, o.bsr, o.date from pg_temp.observations as o where o.reject_code is null order by o.item_no, o.asin',
    $$values
        (1, 'B0TESTA001', 'ok', 7::numeric, 3::bigint, '2025-03-10'::date), (1, 'B0TESTA009', 'redirected', null, null, '2025-03-10'),
        (2, 'B0TESTA001', 'ok', 7, null, '2025-03-11'), (4, 'B0TESTA001', 'ok', 7, null, '2025-03-13')
    $$,
    'a redirected page gives values of the product it shows and a failed observation of the requested one'
);

-- A slice.
select pg_temp.land_run('a3', array(select pg_temp.observed('B0TESTA001', '2025-03-01'::date + n, '{"price": 1}') from generate_series(1, 6) as n));
select ops.promotion_scratch();
update core.ingest_runs set promoted_item_no = 2 where job_id = 'a3';
select staging_raw.adapt_run(r, 5, now()) from core.ingest_runs as r where r.job_id = 'a3';
select results_eq(
    'select o.item_no from pg_temp.observations as o order by o.item_no', $$values (3), (4), (5)$$,
    'only the items after those already promoted, up to the end of the slice, are adapted'
);

-- An adapter that raises an error: only the item at fault is rejected.
create or replace function staging_raw.from_observation(p_payload jsonb, p_decimal_sign text default '')
returns setof staging_raw.observation
language sql
immutable
as $$
    select (jsonb_populate_record(
        null::staging_raw.observation,
        p_payload || jsonb_build_object('price', 10 / (p_payload ->> 'price')::integer, 'status', 'ok')
    )).*;
$$;
select pg_temp.adapt(
    'a4', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 1}'), pg_temp.observed('B0TESTA001', '2025-03-02', '{"price": 0}'),
    pg_temp.observed('B0TESTA001', '2025-03-03', '{"price": 5}'), '{"hello": "world"}'
);
select results_eq(
    'select o.item_no, o.price, o.reject_code from pg_temp.observations as o order by o.item_no',
    $$values (1, 10::numeric, null), (2, null, 'adapter_failed'), (3, 2, null), (4, null, 'shape_unknown')$$,
    'when an adapter raises an error, only the item at fault is rejected'
);
select matches(
    (select o.reject_detail from pg_temp.observations as o where o.item_no = 2), '^the adapter for observation raised 22012: ',
    'the reject has the error'
);
create or replace function staging_raw.from_observation(p_payload jsonb, p_decimal_sign text default '')
returns setof staging_raw.observation
language plpgsql
immutable
as $$
begin
    return query select (null::staging_raw.observation).* from core.no_such_table;
end;
$$;
select throws_ok(
    $$select pg_temp.adapt('a5', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 1}'))$$, '42P01', null,
    'an error that is not about data fails the run, which can be tried again'
);
select ops.promotion_scratch();
select lives_ok(
    $$select staging_raw.adapt_run(r, 0, now()) from core.ingest_runs as r where r.job_id = 'a1'$$, 'a run without items can be adapted'
);
select is_empty('select 1 from pg_temp.observations', 'it gives no rows');

select * from finish();
rollback;
