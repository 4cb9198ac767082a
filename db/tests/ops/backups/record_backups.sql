begin;
set local search_path to extensions, public;
select plan(9);

create function pg_temp.listed(variadic p_labels text[]) returns jsonb language sql as $$
    select jsonb_agg(jsonb_build_object(
        'label', l, 'kind', 'full', 'started_at', '2025-03-10T02:00:00Z', 'finished_at', '2025-03-10T02:05:00Z',
        'database_bytes', 300, 'stored_bytes', 40
    )) from unnest(p_labels) as l
$$;
create temp view labels as select b.tool || ' ' || b.label as label from ops.backups as b;
grant select on labels to asinmart_admin;
set local role asinmart_admin;
select lives_ok($$select ops.record_backups('pgbackrest', 'backup', null, pg_temp.listed('one', 'two'))$$, 'an admin can record backups');
select results_eq(
    'select b.kind, b.finished_at, b.database_bytes, b.stored_bytes from ops.backups as b where b.label = ''one''',
    $$values ('full', '2025-03-10 02:05+00'::timestamptz, 300::bigint, 40::bigint)$$, 'with what the tool says of them'
);
select ops.record_backups('basebackup', 'backup', null, pg_temp.listed('one'));
select ops.record_backups('pgbackrest', 'check', null, pg_temp.listed('two', 'three'));
select set_eq(
    'select l.label from labels as l', array['pgbackrest two', 'pgbackrest three', 'basebackup one'],
    'what a tool no longer lists is forgotten'
);
select ops.record_backups('pgbackrest', 'check', 'A file is damaged.', null, '2025-03-11 00:00+00');
select results_eq(
    'select r.action, r.fault from ops.backup_results as r order by 1', $$values ('backup', null), ('check', 'A file is damaged.')$$,
    'the last backup and the last check have an outcome each'
);
select is((select count(*) from labels), 3::bigint, 'without a list the backups stay');
select ops.record_backups('pgbackrest', 'check', '', '[]');
select is((select r.fault from ops.backup_results as r where r.action = 'check'), null, 'an empty text is no fault');
select set_eq('select l.label from labels as l', array['basebackup one'], 'an empty list is a list');
select throws_ok(
    $$select ops.record_backups('pgbackrest', 'expire', null, null)$$,
    'AM422', 'backups have no action ''expire''', 'other actions are refused'
);
set local role asinmart_api;
select throws_ok($$select ops.record_backups('pgbackrest', 'check', null, null)$$, '42501', null, 'the API cannot record any');

select * from finish();
rollback;
