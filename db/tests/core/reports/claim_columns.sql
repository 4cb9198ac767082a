begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(4);

select is_empty(
    $$
        select c.relation, c.column_name from core.claim_columns() as c
        where not exists (
            select from pg_attribute as a
            where a.attrelid = to_regclass('mart.' || c.relation) and a.attname = c.column_name and col_description(a.attrelid, a.attnum) is not null
        )
    $$,
    'each is a column of mart with a definition'
);
select is_empty(
    'select c.prefix, c.column_name from core.claim_columns() as c group by 1, 2 having count(*) > 1', 'an id stands for one column: metrics are unique'
);
select is_empty(
    $$
        select c.unit from core.claim_columns() as c
        where c.unit not in ('currency', 'percent', 'points', 'stars', 'rank', 'count', 'days', 'score', 'yes_no', 'date', 'text')
            or c.depth_no not in (1, 2, 3)
    $$,
    'units and depths are known ones'
);
select is_empty(
    $$
        select c.column_name, c.unit, t.typname from core.claim_columns() as c
        inner join pg_attribute as a on a.attrelid = to_regclass('mart.' || c.relation) and a.attname = c.column_name
        inner join pg_type as t on t.oid = a.atttypid
        where c.unit <> case t.typname when 'text' then 'text' when 'date' then 'date' when 'bool' then 'yes_no' else c.unit end
            or t.typname ~ 'int|numeric' and c.unit in ('text', 'date', 'yes_no')
    $$,
    'units fit the types of their columns'
);

select * from finish();
rollback;
