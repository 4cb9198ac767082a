begin;
set local search_path to extensions, public;
select plan(9);

create function pg_temp.found(p_filter text) returns text language sql as $$
    select string_agg(q.query, ', ' order by q.query)
    from (values ('kids vitamin'), ('salt and pepper'), ('vitamin b12'), ('vitamin d3 drops'), ('50% off "d3" (new)'), ('a.c'), ('abc')) as q (query)
    where to_jsonb(q.query) @@ api.query_filter(p_filter);
$$;
set local role asinmart_api;
select results_eq(
    $$
        select f.filter, pg_temp.found(f.filter) from (values
            (1, 'VITAMIN'), (2, 'vitamin AND "d3 drops"'), (3, '"drops d3"'), (4, 'vitamin d3'), (5, 'vitamin AND !kids'), (6, 'vitamin NOT kids')
        ) as f (no, filter) order by f.no
    $$,
    $$
        values
            ('VITAMIN', 'kids vitamin, vitamin b12, vitamin d3 drops'), ('vitamin AND "d3 drops"', 'vitamin d3 drops'), ('"drops d3"', null),
            ('vitamin d3', 'vitamin d3 drops'), ('vitamin AND !kids', 'vitamin b12, vitamin d3 drops'), ('vitamin NOT kids', 'vitamin b12, vitamin d3 drops')
    $$,
    'words and phrases must occur, whatever their case; negated ones must not'
);
select results_eq(
    $$
        select f.filter, pg_temp.found(f.filter) from (values
            (1, 'kids OR b12 vitamin'), (2, '(kids OR salt) vitamin'), (3, '!(kids OR d3) AND vitamin'), (4, '!!kids'), (5, 'kids OR NOT vitamin AND pepper'), (6, '((b12))')
        ) as f (no, filter) order by f.no
    $$,
    $$
        values
            ('kids OR b12 vitamin', 'kids vitamin, vitamin b12'), ('(kids OR salt) vitamin', 'kids vitamin'), ('!(kids OR d3) AND vitamin', 'vitamin b12'),
            ('!!kids', 'kids vitamin'), ('kids OR NOT vitamin AND pepper', 'kids vitamin, salt and pepper'), ('((b12))', 'vitamin b12')
    $$,
    'NOT binds closer than AND, AND closer than OR, and parentheses group'
);
select is(pg_temp.found('and'), 'salt and pepper', 'operators in small letters are words');
select is(pg_temp.found('"AND"'), 'salt and pepper', 'a quoted operator is a word');
select is(pg_temp.found('a.c'), 'a.c', 'a word is no pattern');
select results_eq(
    $$select pg_temp.found(f) from unnest(array['% "(new)"', '\', '''; drop', '$', '|| $', '@ flag', '_']) as f$$,
    $$values ('50% off "d3" (new)'), (null), (null), (null), (null), (null), (null)$$,
    'signs are text, whatever they mean elsewhere'
);

create function pg_temp.fault(p_filter text) returns text language plpgsql as $$
declare
    v_hint text;
begin
    perform api.query_filter(p_filter);
    return 'none';
exception when sqlstate 'AM422' then
    get stacked diagnostics v_hint = pg_exception_hint;
    return sqlerrm || case when v_hint ~ '^(Write words .+: vitamin AND "d3 drops" AND !kids|Filter for fewer words)\.$' then '' else ' without hint' end;
end;
$$;
select results_eq(
    $$
        select pg_temp.fault(f.filter) from (values
            (1, 'a AND'), (2, 'OR a'), (3, 'a OR  AND b'), (4, 'a (b OR (c)'), (5, 'a ) b'), (6, '()'), (7, 'a "b c'), (8, 'a " "'), (9, 'a !'), (10, ' '),
            (11, repeat('x', 501))
        ) as f (no, filter) order by f.no
    $$,
    $$
        values
            ('the filter is wrong at character 6: a word is missing at the end'), ('the filter is wrong at character 1: a word is missing before OR'),
            ('the filter is wrong at character 7: a word is missing before AND'), ('the filter is wrong at character 3: this ( is not closed'),
            ('the filter is wrong at character 3: this ) closes no ('), ('the filter is wrong at character 2: a word is missing before )'),
            ('the filter is wrong at character 3: this quote is not closed'), ('the filter is wrong at character 3: there is nothing between the quotes'),
            ('the filter is wrong at character 4: a word is missing at the end'), ('the filter is wrong at character 2: a word is missing at the end'),
            ('the filter has 501 characters, more than 500')
    $$,
    'a wrong filter is refused with the place and what to write'
);
select is(pg_temp.fault(repeat('(', 249) || 'x' || repeat(')', 249)) || pg_temp.fault(repeat('x ', 249) || 'x'), 'nonenone', 'the longest filters are read');
select is(api.query_filter(null)::text, null, 'no filter is no condition');

select * from finish();
rollback;
