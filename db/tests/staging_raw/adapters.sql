-- Every adapter belongs to a shape; those of observations are inlined and raise no error for any JSON. Those of reports and
-- reviews may raise: staging_raw.adapt_reports and staging_raw.adapt_reviews then reject the item.
begin;
set local search_path to extensions, public;
select plan(35);

create temp table adapters as
select p.proname::text as name, p.prosrc as body
from pg_proc as p
where p.pronamespace = 'staging_raw'::regnamespace and p.proname ~ '^from_';

select set_eq(
    'select substr(a.name, 6) from adapters as a',
    $$
        select shape.words[1]
        from pg_proc as p
        cross join lateral regexp_matches(p.prosrc, 'then ''(\w+)''', 'g') as shape (words)
        where p.oid = 'staging_raw.payload_shape'::regproc
    $$,
    'every shape has its adapter, and every adapter its shape'
);

create function pg_temp.plan_of(p_query text)
returns text
language plpgsql
as $$
declare
    v_line text;
    v_plan text := '';
begin
    for v_line in execute 'explain (costs off) ' || p_query loop
        v_plan := v_plan || v_line || chr(10);
    end loop;
    return v_plan;
end;
$$;

delete from adapters where substr(name, 6) in (select k.shape from staging_raw.report_kinds() as k) or name ~ '_review$';
select unalike(
    pg_temp.plan_of(format(
        'select o.* from staging_raw.raw_events as r cross join lateral staging_raw.%I(r.payload) as o', a.name
    )),
    '%Function Scan on ' || a.name || '%',
    a.name || ' inlines'
)
from adapters as a
order by a.name;

create temp table nasty_values as
select v.nasty::jsonb as nasty
from unnest(array[
    'null', 'true', '0', '-5', '7', '1.5', '1e400', '-1e400', '1e-400', '9223372036854775808', '99999999999999999999999999999',
    '""', '" "', '"abc"', '"7"', '"1e400"', '"-"', '"...,,,"', '"1.2.3.4"', '".5.5"', '"1,23.4,5.6"', '"5 5 5"', '"\u00a0"',
    '"Visit the "', '"Brand:"', '"> > >"', '"2026-02-31T00:00:00Z"', '"9999-12-31T23:59:59.999999999+00:00"', '"2199-01-01"',
    '253402300799999', '"#1,2,3 in X #in #5 in"', '"( in ( in 100)"', '"%s %I %%"',
    '[]', '{}', '[[]]', '[null]', '[{}]', '[1, "a", null, {"key": null, "value": null, "name": 1}]', '[48, 0, 300, -1, "00", 1e10]',
    '{"value": null, "currency": null}', '{"value": {"value": {"value": 1}}}', '{"value": [1]}', '{"id": [], "name": {}}',
    '[{"rank": "abc", "category": []}, {"rank": 1e300}]', '[{"key": "Best Sellers Rank", "value": ["x"]}, {"key": "", "value": "x"}]'
]) as v (nasty)
union all
select to_jsonb(repeat(v.part, 5000))
from unnest(array['9', '1,', ' ', '5 in X #']) as v (part);

-- Every key that an adapter reads, alone with every value and all of them at once, also nested in lists and stats.
create temp table nasty_items as
with
read_keys as (
    select distinct m.words[1] as key
    from adapters as a
    cross join lateral regexp_matches(a.body, '->>? ''([^'']+)''', 'g') as m (words)
),
crowded as (
    select jsonb_object_agg(k.key, n.nasty) as item
    from read_keys as k
    cross join nasty_values as n
    group by n.nasty
)
select jsonb_build_object(k.key, n.nasty) as item
from read_keys as k
cross join nasty_values as n
union all
select c.item from crowded as c
union all
select c.item || jsonb_build_object('stats', c.item) from crowded as c
union all
select jsonb_build_object('slug', 'x', 'products', jsonb_build_array(c.item, c.item || jsonb_build_object('stats', c.item)))
from crowded as c
union all
select jsonb_build_object('deals', jsonb_build_object('dr', jsonb_build_array(c.item))) from crowded as c
union all
select jsonb_build_object('stats', jsonb_build_object('current', (select jsonb_agg(n.nasty) from nasty_values as n)))
union all
select n.nasty from nasty_values as n;

select lives_ok(
    format('select count(o::text) from nasty_items as n cross join lateral staging_raw.%I(n.item) as o', a.name),
    a.name || ' never raises'
)
from adapters as a
order by a.name;

select * from finish();
rollback;
