begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
select plan(9);

create function pg_temp.seen_on(p_day date, p_price numeric) returns jsonb[] language sql stable as $$
    select pg_temp.days('B0TESTA001', p_day, p_day, '{"price": 10}') || pg_temp.days('B0TESTA002', p_day, p_day, jsonb_build_object('price', p_price));
$$;
create function pg_temp.diff(p_from integer default null, p_to integer default null, p_tenant_id uuid default pg_temp.a()) returns jsonb language sql volatile as $$
    select api.report_differences(p_tenant_id, 'B0TESTA001', 'US', p_from, p_to)::jsonb;
$$;
create function pg_temp.price_of(p_body jsonb) returns text language sql immutable as $$
    select d.item ->> 'sentence' from jsonb_array_elements(p_body -> 'data') as d (item) where d.item ->> 'claim_id' = 'price:B0TESTA002';
$$;

set local role asinmart_owner;
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002');
select pg_temp.load('c1', pg_temp.seen_on('2025-03-20', 12));
select (pg_temp.report()).version;
set local role asinmart_api;
select throws_ok('select pg_temp.diff()', 'AM404', 'there is no version before the first one of the report of B0TESTA001', 'a first version has nothing to compare it with');
set local role asinmart_owner;
select pg_temp.load('c2', pg_temp.seen_on('2025-03-21', 9));
select (pg_temp.report()).version;
select pg_temp.load('c3', pg_temp.seen_on('2025-03-22', 8));
select (pg_temp.report()).version;
set local role asinmart_api;
select is(pg_temp.price_of(pg_temp.diff()), 'price of Mug 2: 9.00 USD -> 8.00 USD', 'the latest version against the one before');
select is(pg_temp.diff() -> 'meta', jsonb_build_object('asin_main', 'B0TESTA001', 'marketplace', 'US', 'from_version', 2, 'to_version', 3, 'count', jsonb_array_length(pg_temp.diff() -> 'data')), 'it says which');
select is(pg_temp.price_of(pg_temp.diff(p_to => 2)), 'price of Mug 2: 12.00 USD -> 9.00 USD', 'or another one against the one before it');
select is(pg_temp.price_of(pg_temp.diff(1)), 'price of Mug 2: 12.00 USD -> 8.00 USD', 'or the latest against another one');
select is(pg_temp.diff(2, 2) -> 'data', '[]'::jsonb, 'a version does not differ from itself');
select throws_ok('select pg_temp.diff(1, 4)', 'AM404', 'there is no version 4 of the report of B0TESTA001 in marketplace US', 'a version that does not exist is named');
select throws_ok('select pg_temp.diff(p_tenant_id => pg_temp.b())', 'AM404', null, 'another tenant finds none of them');
-- Sentences of a language model over the claims of version 3.
set local role asinmart_owner;
insert into core.competition_reports
select (jsonb_populate_record(r, '{"version": 4, "model": "other", "based_on_version": 3}')).* from core.competition_reports as r where r.version = 3;
set local role asinmart_api;
select is(pg_temp.price_of(pg_temp.diff()), 'price of Mug 2: 9.00 USD -> 8.00 USD', 'a version with other sentences is compared with the one before its claims');

select * from finish();
rollback;
