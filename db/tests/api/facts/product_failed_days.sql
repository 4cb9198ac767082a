begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
select plan(8);

set local role asinmart_owner;
select pg_temp.load_run(
    'f1',
    pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10}'),
    pg_temp.observed('B0TESTA001', '2025-03-02', '{"status": "blocked"}'),
    pg_temp.observed('B0TESTA001', '2025-03-04', '{"status": "parse_error"}'),
    pg_temp.observed('B0TESTA001', '2025-03-05', '{"status": "blocked"}'),
    pg_temp.observed('B0TESTA002', '2025-03-03', '{"price": 20}')
);
-- The day of a later run that succeeds, and a second failure of a day.
select pg_temp.load_run(
    'f2',
    pg_temp.observed('B0TESTA001', '2025-03-05', '{"price": 11}'),
    jsonb_build_object('asin', 'B0TESTA001', 'scraped_at', '2025-03-04T20:00:00Z', 'status', 'blocked')
);
reset role;
create function pg_temp.listed(p_from date default null, p_to date default null, p_after jsonb default null, p_limit integer default 50)
returns text language sql as $$
    select coalesce((select string_agg(concat_ws(' ', i ->> 'date', i ->> 'status', i ->> 'fetch_count'), ', ') from json_array_elements(d.data::json) as i), '')
        || coalesce(' next ' || d.next_key, '')
    from api.product_failed_days('B0TESTA001', 'US', p_from, p_to, p_after, p_limit) as d;
$$;
set local role asinmart_api;
select is(
    pg_temp.listed(), '2025-03-04 blocked 2, 2025-03-02 blocked 1',
    'days fetched in vain, newest first, with the last status; a day with a valid observation is none of them'
);
select is(pg_temp.listed(p_limit => 1), '2025-03-04 blocked 2 next ["2025-03-04"]', 'a page has the key of the next');
select is(pg_temp.listed(p_after => '["2025-03-04"]'), '2025-03-02 blocked 1', 'which begins after it');
select is(pg_temp.listed('2025-03-03'), '2025-03-04 blocked 2', 'the first day is included');
select is(pg_temp.listed(null, '2025-03-03'), '2025-03-02 blocked 1', 'and the last');
select is(pg_temp.listed('2025-03-04', '2025-03-04'), '2025-03-04 blocked 2', 'also the same day');
select results_eq(
    $$select d.data, d.next_key from api.product_failed_days('B0TESTA002') as d$$, $$values ('[]', null::text)$$,
    'a product without such days has an empty page'
);
select throws_ok($$select api.product_failed_days('B0TESTA009')$$, 'AM404', null, 'an unknown product is not found');

select * from finish();
rollback;
