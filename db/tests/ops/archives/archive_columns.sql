begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

create table ops.kinds (
    a boolean, b smallint, c integer, d bigint, e real, f double precision, g date, h timestamptz, i bytea, j numeric(12, 2), k numeric, l text, m jsonb,
    n numeric(50, 2), "odd ""name" uuid, p text[]
);
insert into ops.kinds (a, g, h, j) values (true, '0001-01-01', '9999-12-31 00:00+00', 1.5);
select results_eq(
    $$select string_agg(c ->> 'stored_as', ' ') from jsonb_array_elements(ops.archive_columns('ops.kinds')) as c$$,
    $$values ('bool int16 int32 int64 float32 float64 date32 timestamp binary decimal(12,2) string string string string string string')$$,
    'a column gets the type of the file that keeps it exactly, otherwise text'
);
insert into ops.kinds (g, h, j) values ('infinity', '0044-03-15 12:00+00 BC', 'NaN');
select results_eq(
    $$
        select c ->> 'name', c ->> 'type', c ->> 'stored_as' from jsonb_array_elements(ops.archive_columns('ops.kinds')) as c
        where c ->> 'name' in ('a', 'g', 'h', 'j', 'odd "name')
    $$,
    $$
        values ('a', 'boolean', 'bool'), ('g', 'date', 'string'), ('h', 'timestamp with time zone', 'string'), ('j', 'numeric(12,2)', 'string'),
            ('odd "name', 'uuid', 'string')
    $$,
    'a day outside of the years 1 to 9999 and NaN are kept as text'
);
create table ops.words (a text);
select is(ops.archive_columns('ops.words'), '[{"name": "a", "type": "text", "stored_as": "string"}]', 'a table without days and numbers has columns too');

select * from finish();
rollback;
