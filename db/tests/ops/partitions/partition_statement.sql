begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select ops.ensure_partition('core.alerts', '2021-02-01');
select ops.note_retention_step('core.alerts', 'partitions.alerts_2021_02', 'retention', null, now());
select results_eq(
    $$
        select ops.partition_statement(s.step, 'core.alerts', 'partitions.alerts_2021_02')
        from unnest(array['attach', 'detach', 'detach concurrently', 'finalize', 'drop']) as s (step)
    $$,
    $$values
        ('alter table core.alerts attach partition partitions.alerts_2021_02 FOR VALUES FROM (''2021-02-01'') TO (''2021-03-01'')'),
        ('alter table core.alerts detach partition partitions.alerts_2021_02'),
        ('alter table core.alerts detach partition partitions.alerts_2021_02 concurrently'),
        ('alter table core.alerts detach partition partitions.alerts_2021_02 finalize'),
        ('drop table partitions.alerts_2021_02')
    $$,
    'names are qualified, whatever the search path'
);
select is(ops.partition_statement('wait', 'core.alerts', 'partitions.alerts_2021_02'), null, 'waiting has no statement');

select * from finish();
rollback;
