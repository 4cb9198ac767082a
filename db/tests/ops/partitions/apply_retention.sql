begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(13);

create function pg_temp.apply_all(p_now timestamptz)
returns bigint
language plpgsql
volatile
as $$
declare
    v_slice ops.job_slice;
    v_total bigint := 0;
begin
    loop
        v_slice := ops.apply_retention(p_now);
        v_total := v_total + v_slice.row_count;
        exit when not v_slice.has_more;
    end loop;
    return v_total;
end;
$$;
-- Partitions created ahead are of this year, which is long past in the year of the test.
update ops.partition_policies set is_active = false;
update ops.partition_policies set is_active = true, retain = '1 year' where parent ~ '^mart\.|product_metrics_daily$';
update ops.partition_policies set retain = '15 months' where parent = 'core.product_metrics_daily';
select pg_temp.load_run(
    'a1', variadic array(
        select pg_temp.observed(p.asin, m.moment::date, jsonb_build_object('price', 10 + extract(month from m.moment)))
        from generate_series(timestamp '2020-01-10', timestamp '2022-05-10', interval '1 month') as m (moment)
        cross join (values ('B0TESTA001'), ('B0TESTA002')) as p (asin)
    )
);
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select ops.refresh_dirty();
select is((select count(*) from ops.audit() as a where a.missing_count + a.unexpected_count > 0), 0::bigint, 'the marts equal their definitions before');
select is(pg_temp.apply_all('2022-06-01 03:00+00'), 17 * 2 + 14::bigint, 'all months past their retention are detached, marts first');
select results_eq(
    $$select p.parent, p.horizon from ops.partition_policies as p where p.horizon is not null order by p.parent$$,
    $$values
        ('core.product_metrics_daily', date '2021-03-01'), ('mart.competitor_comparison_daily', '2021-06-01'),
        ('mart.product_days', '2021-06-01')
    $$,
    'daily rows stay for the windows of kept days'
);
select is(pg_temp.apply_all('2022-06-01 03:00+00'), 0::bigint, 'a second run does nothing');
select ops.refresh_dirty();
select is((select count(*) from ops.audit() as a where a.missing_count + a.unexpected_count > 0), 0::bigint, 'the marts equal their definitions afterwards');
select isnt_empty('select 1 from mart.product_days', 'the marts are not empty');

-- Late data for a day that the marts no longer keep, one that they keep, and one before all horizons.
select pg_temp.load_run(
    'a2', pg_temp.observed('B0TESTA001', '2021-04-10', '{"price": 99}'), pg_temp.observed('B0TESTA001', '2021-06-10', '{"price": 98}'),
    pg_temp.observed('B0TESTA001', '2021-02-10', '{"price": 97}')
);
select results_eq(
    $$select r.status, r.accepted_count, r.rejected_count from core.ingest_runs as r where r.job_id = 'a2'$$, $$values ('PARTIAL', 2, 1)$$,
    'a day before the horizon is rejected, the others are accepted'
);
select is((select count(*) from ops.audit() as a where a.missing_count + a.unexpected_count > 0), 0::bigint, 'the marts still equal their definitions');
insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA002', 'B0TESTA001');
select ops.refresh_dirty();
select is(
    (select min(m.date) from mart.competitor_comparison_daily as m where m.asin_main = 'B0TESTA002'), '2021-06-10',
    'a new pair is compared on the kept days'
);
select is(pg_temp.apply_all('2022-06-07 03:00+00'), 0::bigint, 'a detached partition is not dropped at once');
select is(pg_temp.apply_all('2022-06-08 03:00+00'), 17 * 2 + 14::bigint, 'it is dropped after a week');
select is_empty(
    $$select c.oid::regclass from pg_class as c where c.relnamespace = 'partitions'::regnamespace and c.relkind = 'r' and not c.relispartition$$,
    'no table remains'
);
set local role asinmart_admin;
select lives_ok('select ops.apply_retention()', 'an admin can run it');

select * from finish();
rollback;
