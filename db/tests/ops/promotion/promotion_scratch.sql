begin;
set local search_path to extensions, public;
select plan(6);

set local role asinmart_owner;
select lives_ok('select ops.promotion_scratch()', 'the temporary tables are created');
insert into pg_temp.changed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-10');
insert into pg_temp.changed_pairs (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US');
insert into pg_temp.changed_products (asin, marketplace) values ('B0TESTA001', 'US');
insert into pg_temp.refreshed_days (asin, marketplace, date) values ('B0TESTA001', 'US', '2025-03-10');
insert into pg_temp.day_values (id, asin, marketplace, date) values (1, 'B0TESTA001', 'US', '2025-03-10');
insert into pg_temp.day_rows select (jsonb_populate_record(null::mart.product_days, c.columns)).*
from (
    select jsonb_object_agg(a.attname, case a.atttypid when 'boolean'::regtype then 'true' when 'date'::regtype then '2025-03-10' else '1' end) as columns
    from pg_attribute as a where a.attrelid = 'mart.product_days'::regclass and a.attnum > 0 and a.attnotnull
) as c;
insert into pg_temp.observations (asin) values ('B0TESTA001');
insert into pg_temp.withdrawn_observations (asin, marketplace) values ('B0TESTA001', 'US');
select lives_ok('select ops.promotion_scratch()', 'a second call empties them');
select is(
    (
        (select count(*) from pg_temp.changed_days) + (select count(*) from pg_temp.changed_pairs)
        + (select count(*) from pg_temp.changed_products) + (select count(*) from pg_temp.refreshed_days)
        + (select count(*) from pg_temp.day_values) + (select count(*) from pg_temp.day_rows)
        + (select count(*) from pg_temp.observations) + (select count(*) from pg_temp.withdrawn_observations)
    ),
    0::bigint, 'all of them are empty'
);
do $$
declare
    v_table text;
begin
    for v_table in select c.oid::regclass from pg_class as c where c.relnamespace = pg_my_temp_schema() and c.relkind = 'r' and c.relname !~ '^__' loop
        execute 'drop table ' || v_table;
    end loop;
end;
$$;

reset role;
set local role asinmart_loader;
create temp table refreshed_days (asin text);
select ops.start_run('s1', 'file');
select ops.land_run('s1', 0, 0);
select throws_ok(
    $$select ops.promote_run('s1')$$, 'AM403', null, 'a table that the caller created under such a name is refused: a definer must not run its triggers'
);
reset role;
select is(to_regclass('pg_temp.observations'), null, 'it is refused before any table is created');
drop table pg_temp.refreshed_days;
set local role asinmart_loader;
select lives_ok($$select ops.promote_run('s1')$$, 'without it the promotion runs');

select * from finish();
rollback;
