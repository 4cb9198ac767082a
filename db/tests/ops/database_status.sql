begin;
set local search_path to extensions, public;
select plan(4);

set local role asinmart_admin;
select results_eq(
    'select d.database_name, d.total_bytes > 0 from ops.database_status as d', $$select current_database()::text, true$$,
    'there is one row, of this database'
);
select ok((select d.cache_hit_pct between 0 and 100 from ops.database_status as d), 'the share of hits is a percentage');
select ok(
    (select d.xid_age >= (select max(age(o.datfrozenxid)) from pg_database as o) from ops.database_status as d),
    'the age is that of the oldest database of the server'
);
select ok((select d.wraparound_pct between 0 and 20 from ops.database_status as d), 'a server that vacuums is far from wraparound');

select * from finish();
rollback;
