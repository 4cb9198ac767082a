begin;
set local search_path to extensions, public;
\ir ../../support/two_tenants.psql
select plan(2);

set local role asinmart_api;
create temp table cells (value json, cell text);
insert into cells values
    ('"plain"', 'plain'), ('12.50', '12.50'), ('-3', '-3'), ('true', 'true'), ('null', ''), (null, ''), ('""', ''),
    ('"a,b"', '"a,b"'), ('"say \"x\" twice"', '"say ""x"" twice"'), ('"two\nlines"', e'"two\nlines"'), ('" blank"', '" blank"'),
    ('"=1+1"', '''=1+1'), ('"+1"', '''+1'), ('"-1"', '''-1'), ('"@x"', '''@x'), ('"\t=1"', e'''\t=1'), ('"=a,b"', '"''=a,b"'),
    ('{"a": [1, 2]}', '"{""a"": [1, 2]}"');
select is_empty($$select c.value, api.csv_cell(c.value), c.cell from cells as c where api.csv_cell(c.value) <> c.cell$$, 'cells are quoted when needed, and no text is a formula');
select is((select count(*) from cells), 18::bigint, 'values of every JSON type become cells');

select * from finish();
rollback;
