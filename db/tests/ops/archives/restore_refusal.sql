begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(7);

select pg_temp.detach('2021-01-01') as older \gset
select pg_temp.export(:older);
select pg_temp.verify(:older);
select pg_temp.detach() as id \gset
select pg_temp.export(:id);
select pg_temp.verify(:id);
create function pg_temp.refusal(p_id bigint) returns text language sql volatile as $$select ops.restore_refusal(p_id, '2021-04-01 00:00+00')$$;
select is(pg_temp.refusal(:id), 'partitions.alerts_2021_02 is still there, detached: select ops.reattach_partition(''partitions.alerts_2021_02'')', 'what is detached needs no file');
drop table partitions.alerts_2021_01, partitions.alerts_2021_02;
select ops.reconcile_detached('2025-01-03 00:00+00');
select is(pg_temp.refusal(:id), null, 'a dropped partition comes back');
select is(
    pg_temp.refusal(:older), 'core.alerts has no days from 2021-02-01 to 2021-02-28: restore the younger ones first', 'the youngest first'
);
select matches(ops.restore_refusal(:id, '2025-01-03 00:00+00'), '^the policy of core.alerts would detach it again: ', 'the policy must not detach it again');
create table partitions.other (like core.alerts including defaults including constraints);
alter table core.alerts attach partition partitions.other for values from ('2021-02-27') to ('2021-02-28');
select is(pg_temp.refusal(:id), 'partitions.other of core.alerts holds these days', 'days that are there already are not restored');
alter table core.alerts detach partition partitions.other;
alter table partitions.other rename to alerts_2021_02;
select is(pg_temp.refusal(:id), 'there is another table partitions.alerts_2021_02', 'nor is another table replaced');
drop table partitions.alerts_2021_02;
update ops.archives set columns = columns || '{"name": "gone", "type": "text", "stored_as": "string"}';
select is(pg_temp.refusal(:id), 'core.alerts has no column gone any more: restore it with --as NAME', 'a column that is gone would be lost');

select * from finish();
rollback;
