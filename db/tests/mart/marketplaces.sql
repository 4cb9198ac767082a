begin;
set local search_path to extensions, public;
\ir ../support/load_run.psql
select plan(2);

set local role mart_reader;
select results_eq(
    $$select m.country, m.domain, m.currency_code, m.time_zone from mart.marketplaces as m where m.marketplace = 'UK'$$,
    $$values ('United Kingdom', 'amazon.co.uk', 'GBP', 'Europe/London')$$, 'a marketplace has its host, currency and time zone'
);
select is(
    (select m.today from mart.marketplaces as m where m.marketplace = 'JP'), (now() at time zone 'Asia/Tokyo')::date, 'and its day of today'
);
select * from finish();
rollback;
