begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create table ops.kinds (a integer, "odd ""b" timestamptz, c integer generated always as (a * 2) stored);
create function pg_temp.statement(p_step text) returns text language sql volatile as $$
    select ops.archive_statement(p_step, 'ops.kinds', ops.archive_columns('ops.kinds'));
$$;
select is(
    pg_temp.statement('odd'),
    $$select array_remove(array[case when bool_or(t."odd ""b" not between '0001-01-01' and '9999-12-31') then 'odd "b' end], null)::text[] from ops.kinds as t$$,
    'days are examined'
);
select is(pg_temp.statement('read'), 'select t.a::text, t."odd ""b"::text, t.c::text from ops.kinds as t', 'rows are read as text');
select is(
    pg_temp.statement('checksum'), ops.checksum_statement('select row(t.a, t."odd ""b", t.c)::text as line from ops.kinds as t'), 'the rows of the table are counted'
);
select matches(pg_temp.statement('check'), 'row\(v\.\*\).*\(r\.texts ->> 1\)::timestamp with time zone as "odd ""b"', 'rows of a file get the types of their columns');
select matches(pg_temp.statement('restore'), '^insert into ops\.kinds \(a, "odd ""b"\) select a, "odd ""b" from ', 'generated columns are not written');
select is(pg_temp.statement('x'), null, 'there is no statement for an unknown step');

select * from finish();
rollback;
