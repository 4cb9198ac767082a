begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select is_empty(
    $$select k.shape from staging_raw.report_kinds() as k where to_regproc('staging_raw.from_' || k.shape) is null$$, 'every kind of report has an adapter'
);
select is_empty(
    $$
        select k.line from staging_raw.report_kinds() as k
        where k.line is not null
            and to_regprocedure(format('staging_raw.%1$s_reject_code(staging_raw.%1$s_row, text)', k.line)) is null
    $$,
    'every line has a standard row and a check'
);
select set_eq(
    'select k.line from staging_raw.report_kinds() as k where k.line is not null', 'select r.line from sqp.report_tables() as r', 'and a table'
);

select * from finish();
rollback;
