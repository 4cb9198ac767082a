begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

select results_eq(
    $$
        select l.marketplace, l.date from ops.last_complete_day('2025-03-10 06:30+00') as l
        where l.marketplace in ('US', 'JP') or l.marketplace is null order by 1
    $$,
    $$values ('JP', '2025-03-09'::date), ('US', '2025-03-08'), (null, '2025-03-09')$$,
    'a day ends at midnight in the marketplace: in Los Angeles it is still the ninth'
);

select * from finish();
rollback;
