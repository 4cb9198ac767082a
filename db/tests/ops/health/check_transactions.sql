begin;
set local search_path to extensions, public;
select plan(4);

create temp table open_now (pid integer, holder text, started_at timestamptz, transaction_name text);
grant select on open_now to asinmart_owner, asinmart_monitor;
create or replace function ops.open_transactions() returns table (pid integer, holder text, started_at timestamptz, transaction_name text)
language sql stable as 'select * from pg_temp.open_now';
set local role asinmart_owner;
create temp view line as select c.status, c.detail, c.advice from ops.check_transactions('2025-03-10 12:00+00') as c;
select results_eq('select l.status, l.detail from line as l', $$values ('ok', 'none')$$, 'without a transaction the check is ok');
reset role;
insert into open_now values (7, 'process 7 (mart_reader, psql, idle in transaction)', '2025-03-10 11:00+00', null);
select is((select l.status from line as l), 'ok', 'an hour is the limit');
update open_now set started_at = started_at - interval '1 second';
select results_eq(
    'select l.status, l.detail, l.advice from line as l',
    $$values (
        'warning', 'the oldest is open for 01:00:01: process 7 (mart_reader, psql, idle in transaction); vacuum removes no row that it may still see',
        'If it is forgotten, select pg_terminate_backend(7). The limit is transaction_max_age in ops.settings.'
    )$$,
    'an older one is reported with its process'
);
update open_now set pid = null, holder = 'prepared transaction ''x''', transaction_name = 'x';
select is((select l.advice from line as l), 'As its owner or the administrator of the server: rollback prepared ''x''.', 'a prepared one has no process to end');

select * from finish();
rollback;
