begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(1);

insert into core.listing_changes (asin, marketplace, field, changed_at, old_value, new_value, raw_event_id, job_id)
values ('B0TESTA001', 'US', 'title', '2025-03-11 01:00+00', 'Old', 'Newer', 7, 'j');
select results_eq(
    $$select c.asin, c.field, c.date, c.title, c.old_value, c.new_value, c.old_length, c.new_length, c.raw_event_id from mart.listing_changes as c$$,
    $$values ('B0TESTA001', 'title', '2025-03-10'::date, 'xxxxxxxxxx', 'Old', 'Newer', 3, 5, 7::bigint)$$,
    'a change has its day in the shop, and lengths'
);

select * from finish();
rollback;
