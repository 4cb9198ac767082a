begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(4);

select results_eq(
    $$select c.claim ->> 'id' from jsonb_array_elements(core.prose_claims(pg_temp.summary(), pg_temp.evidence())) as c (claim)$$,
    array['title:B0MAIN0001', 'brand:B0MAIN0001', 'title:B0COMP0001', 'title:B0COMP0002', 'price:B0MAIN0001',
        'price:B0COMP0001', 'price:B0COMP0002', 'price_diff:B0COMP0001', 'price_diff:B0COMP0002'],
    'a model may use names, and of every product what the sentences by rules state of one'
);
create function pg_temp.ids(p_stated text, p_more jsonb default '[]') returns text[] language sql as $$
    select array_agg(c.claim ->> 'id')
    from jsonb_array_elements(core.prose_claims(
        jsonb_build_object('rank', jsonb_build_array(jsonb_build_object('claims', jsonb_build_array(p_stated)))), pg_temp.evidence() || p_more
    )) as c (claim)
    where c.claim ->> 'metric' ~ '^(bsr_gap|change|is)'
$$;
select results_eq(
    $$
        select pg_temp.ids('bsr_gap:B0COMP0001', pg_temp.claim('is_same_bsr_category', m.value, 'yes_no', 'B0MAIN0001', 'B0COMP0002'))
        from (values (1, 'true'::jsonb), (2, 'false')) as m (place, value) order by m.place
    $$,
    $$values (array['bsr_gap:B0COMP0001', 'bsr_gap:B0COMP0002']), (array['bsr_gap:B0COMP0001'])$$, 'ranks of two categories are not compared'
);
select results_eq(
    $$
        select pg_temp.ids('x.change_30d:B0COMP0001') || pg_temp.ids('bsr_gap.change_30d:B0COMP0001', jsonb_build_array(
            pg_temp.claim('bsr_gap.change_30d', '5', 'count', 'B0MAIN0001', 'B0COMP0001'), pg_temp.claim('bsr_gap.change_30d', '5', 'count', 'B0MAIN0001', 'B0COMP0002')
        ))
    $$,
    $$values (array['bsr_gap.change_30d:B0COMP0001'])$$, 'nor is a trend told that the rules do not tell'
);
select is(core.prose_claims('{}', '[]'), '[]', 'a report may have none');

select * from finish();
rollback;
