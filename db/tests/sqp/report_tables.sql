begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is_empty($$select r.report from sqp.report_tables() as r where to_regclass('sqp.' || r.report) is null$$, 'every report has a table of its name');
select is_empty(
    $$
        select r.report, c.name
        from sqp.report_tables() as r
        cross join lateral sqp.table_columns(format('sqp.%I', r.report)::regclass) as c
        where not exists (
            select from pg_attribute as a
            inner join pg_attribute as t on t.attrelid = format('sqp.%I', r.report)::regclass and t.attname = a.attname and t.atttypid = a.atttypid
            where a.attrelid = format('staging_raw.%I_row', r.line)::regclass and a.attname = c.name
        )
    $$,
    'each of its columns is in the standard row, with its type'
);
select is_empty(
    $$
        select r.report from sqp.report_tables() as r
        where not exists (
            select from pg_attribute as a
            where a.attrelid = format('sqp.%I', r.report)::regclass and format('t.%I', a.attname) = r.part
        ) and r.part <> 'null'
    $$,
    'the part of the account is a column of it'
);

select * from finish();
rollback;
