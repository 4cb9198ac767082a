begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

create temp view numbers as
select w.name, ops.wal_segment_number(w.name, 16777216) as number
from (values ('000000010000000000000005'), ('0000000100000000000000FF'), ('000000020000000100000000'), ('00000002.history')) as w (name);
select results_eq(
    'select n.number from numbers as n', $$values (5::bigint), (255::bigint), (256::bigint), (null)$$,
    'the number goes on over logs and timelines; a history file has none'
);
select is(
    ops.wal_segment_number('000000010000000000000003.00000028.backup', 16777216), 3::bigint, 'the label of a backup counts as its segment'
);
select is(ops.wal_segment_number('000000010000000100000000', 67108864), 64::bigint, 'larger segments are fewer');
select is(
    ops.wal_segment_number(pg_walfile_name('1/23456789'), pg_size_bytes(current_setting('wal_segment_size'))),
    (x'123456789'::bit(36)::bigint) / pg_size_bytes(current_setting('wal_segment_size')), 'it agrees with the server'
);

select * from finish();
rollback;
