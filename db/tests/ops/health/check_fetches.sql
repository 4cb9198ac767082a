begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create temp view line as select c.status, c.detail, c.advice from ops.check_fetches('2025-03-10 12:00+00') as c;
select results_eq('select l.status, l.detail from line as l', $$values ('ok', '0 products requested today, cost 0.00 US dollars')$$, 'without fetches the check is ok');
insert into ops.fetches (purpose, marketplace, actor, asins, status, requested_at, finished_at, error, cost) values
    ('products', 'US', 'a/b', array['B0TESTA001'], 'failed', '2025-03-10 00:30+00', '2025-03-10 00:40+00', 'No Apify token is set.', 0.5);
select results_eq(
    'select l.status, l.detail from line as l',
    $$values ('warning', '1 products requested today, cost 0.50 US dollars; 1 failed in the last 24 hours: No Apify token is set.')$$, 'failed fetches are reported with the reason'
);
update ops.fetches set status = 'landed';
insert into ops.sources (source, status, error, changed_at, checked_at)
values ('apify', 'access_denied', 'Apify refuses.', '2025-03-10 00:00+00', '2025-03-10 00:00+00');
select results_eq(
    'select l.status, l.detail ~ l.wanted from (select l.*, $$; apify denies access since .*: Apify refuses\.$$::text as wanted from line as l) as l',
    $$values ('warning', true)$$, 'a source that refuses access is reported'
);
delete from ops.sources;
select is((select l.status from line as l), 'ok', 'landed fetches are ok');
update ops.settings set value = '0.5' where name = 'fetch_daily_cost';
select results_eq(
    'select l.status, l.detail from line as l',
    $$values ('warning', '1 products requested today, cost 0.50 US dollars; limit reached: fetches have cost 0.50 of 0.5 US dollars today (fetch_daily_cost)')$$, 'a reached limit is reported'
);
select matches((select l.advice from line as l), 'raise the limit in ops\.settings', 'the advice says what to do');

select * from finish();
rollback;
