begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(14);

select pg_temp.load_run(
    'r1', variadic array(
        select pg_temp.observed('B0TESTA001', m.moment::date, jsonb_build_object('price', 10 + extract(month from m.moment)))
        from generate_series(timestamp '2021-01-10', timestamp '2021-12-10', interval '1 month') as m (moment)
    )
);
create temp table before on commit drop as
select d::text as line from definitions.product_days('-infinity', 'infinity') as d;
create function pg_temp.detach(p_parent text, p_month text)
returns void
language sql
volatile
as $$
    select ops.start_detach(p_parent, format('partitions.%s_%s', split_part(p_parent, '.', 2), p_month), '2022-01-01 00:00+00');
$$;
select pg_temp.detach(n.dependent, m.month)
from ops.retention_needs() as n cross join (values ('2021_01'), ('2021_02'), ('2021_03'), ('2021_04'), ('2021_05')) as m (month)
where to_regclass(format('partitions.%s_%s', split_part(n.dependent, '.', 2), m.month)) is not null;
update ops.partition_policies set horizon = '2021-06-01' where parent = 'mart.competitor_comparison_daily';
select pg_temp.detach('core.product_metrics_daily', m.month) from (values ('2021_01'), ('2021_02')) as m (month);
select ops.refresh_dirty();
select is((select count(*) from ops.audit() as a where a.missing_count + a.unexpected_count > 0), 0::bigint, 'the marts equal their definitions without the months');

select throws_ok(
    $$select ops.reattach_partition('partitions.no_such_partition')$$, 'AM404', 'there is no detached partition partitions.no_such_partition',
    'a partition that retention did not detach cannot be reattached'
);
select throws_ok(
    $$select ops.reattach_partition('partitions.product_metrics_daily_2021_03')$$, 'AM404', null, 'nor can one that is still attached'
);
select throws_ok(
    $$select ops.reattach_partition('partitions.product_metrics_daily_2021_01')$$, 'AM409',
    'partitions.product_metrics_daily_2021_02 must be attached before partitions.product_metrics_daily_2021_01', 'the youngest partition comes first'
);
select throws_ok(
    $$select ops.reattach_partition('partitions.product_days_2021_05')$$, 'AM409',
    'partitions.product_metrics_daily_2021_02 must be attached before partitions.product_days_2021_05', 'a table comes before the marts whose windows need it'
);
update ops.partition_policies set retain = '1 year' where parent = 'core.product_metrics_daily';
select throws_ok(
    $$select ops.reattach_partition('partitions.product_metrics_daily_2021_02')$$, 'AM409',
    'the policy of core.product_metrics_daily would detach partitions.product_metrics_daily_2021_02 again', 'the policy must not detach it again'
);
update ops.partition_policies set retain = null;
set local role asinmart_admin;
select lives_ok($$select ops.reattach_partition('partitions.product_metrics_daily_2021_02')$$, 'an admin reattaches it');
set local role asinmart_owner;
select is(ops.horizon('core.product_metrics_daily'), '2021-02-01', 'the horizon is lowered to it');
select is(
    (select b.bound from ops.partition_bounds('core.product_metrics_daily') as b where b.partition_name = 'partitions.product_metrics_daily_2021_02'),
    'FOR VALUES FROM (''2021-02-01'') TO (''2021-03-01'')', 'it has its old bound'
);
select is((select count(l.reattached_at) from ops.retention_log as l), 1::bigint, 'its row in the ledger is closed');
select ops.reattach_partition('partitions.product_metrics_daily_2021_01');
select ops.reattach_partition('partitions.product_days_' || m.month)
from (values ('2021_05'), ('2021_04'), ('2021_03'), ('2021_02'), ('2021_01')) as m (month);
select ops.refresh_dirty();
update ops.partition_policies set horizon = null;
select is((select count(*) from ops.audit() as a where a.missing_count + a.unexpected_count > 0), 0::bigint, 'with all partitions back the marts equal their definitions');
select bag_eq(
    $$select m::text from mart.product_days as m$$, 'table before',
    'the mart has the same rows as before'
);
select is(ops.ensure_partition('core.product_metrics_daily', '2021-01-01'), false, 'the partition is in use');
select throws_ok($$select ops.reattach_partition('partitions.product_metrics_daily_2021_01')$$, 'AM404', null, 'reattaching twice is an error');

select * from finish();
rollback;
