begin;
set local search_path to extensions, public;
set local role asinmart_owner;
\ir ../../support/archive.psql
select plan(8);

select pg_temp.detach() as id \gset
select throws_ok(format($$select ops.start_restore(%s, 'f00d', '{}')$$, :'id'), 'AM404', null, 'without a file nothing is restored');
select pg_temp.export(:id);
select pg_temp.verify(:id);
select a.manifest from ops.archives as a \gset
create function pg_temp.start(p_id bigint, p_sha text, p_manifest text, p_as text) returns text language sql volatile as $$
    select ops.start_restore(p_id, p_sha, p_manifest, p_as, '2021-04-01 00:00+00')
$$;
select throws_ok(format('select pg_temp.start(%s, %L, %L, null)', :'id', 'f00d', '{}'), 'AM422', 'the manifest of core.alerts/file.parquet is not the one that was written', 'a changed manifest is refused');
select throws_ok(
    format('select pg_temp.start(%s, %L, %L, null)', :'id', 'beef', :'manifest'), 'AM422', 'the file core.alerts/file.parquet was changed: its SHA-256 is beef, it was f00d',
    'a changed file is refused'
);
select throws_ok(format('select pg_temp.start(%s, %L, %L, null)', :'id', 'f00d', :'manifest'), 'AM409', null, 'what is still there is not restored');
select throws_ok(format('select pg_temp.start(%s, %L, %L, %L)', :'id', 'f00d', :'manifest', 'x; drop'), 'AM422', '''x; drop'' cannot be the name of a table', 'a name must be plain');
select throws_ok(
    format('select pg_temp.start(%s, %L, %L, %L)', :'id', 'f00d', :'manifest', 'alerts_2021_02'), 'AM409', 'there is a table partitions.alerts_2021_02 already',
    'and must be free'
);
set local role asinmart_admin;
select is(ops.start_restore(:id, 'f00d', :'manifest', 'beside'), 'partitions.beside', 'an admin makes a table beside it');
set local role asinmart_owner;
select is(
    (select jsonb_agg(c - 'stored_as') from jsonb_array_elements(ops.archive_columns('partitions.beside')) as c),
    (select jsonb_agg(c - 'stored_as') from ops.archives as a cross join jsonb_array_elements(a.columns) as c), 'with the columns of the file'
);

select * from finish();
rollback;
