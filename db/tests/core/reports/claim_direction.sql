begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(4);

create function pg_temp.found(p_metric text, p_value jsonb) returns text language sql as $$
    select concat_ws(' ', d.measure, coalesce(d.sign::text, '-'), coalesce(d.better::text, '-'))
    from core.claim_direction(jsonb_build_object('metric', p_metric, 'value', p_value)) as d
$$;
select results_eq(
    $$
        select pg_temp.found(m.metric, m.value)
        from (values ('price_diff', '-2'::jsonb), ('price_diff_pct', '3'), ('buybox_diff', '0'), ('bsr_gap', '-80'), ('bsr_gap_pct', '5'),
            ('rating_diff', '0.2'), ('reviews_gap', '-350'), ('price_change_30d', '1'), ('buy_box_share_diff', '-1'),
            ('price_diff_pct.change_30d', '2'), ('bsr_change_pct_30d', '20')) as m (metric, value)
    $$,
    array['price -1 -', 'price 1 -', 'price 0 -', 'rank -1 1', 'rank 1 -1', 'rating 1 1', 'reviews -1 -1', 'price 1 -', 'score -1 -1', 'price 1 -', 'rank 1 -1'],
    'a difference has a sign, and what is better follows from what it measures: of ranks the smaller one, of prices none'
);
select results_eq(
    $$
        select pg_temp.found(m.metric, m.value)
        from (values ('price', '24.99'::jsonb), ('bsr', '120'), ('composite_rank', '1'), ('days_different', '3'), ('previous.price', '3')) as m (metric, value)
    $$,
    array['price - -', 'rank - -', 'rank - -', 'other - -', 'price - -'], 'a value that is no difference compares nothing'
);
select is(pg_temp.found('price_diff', 'null'), 'price - -', 'nor does an unknown one');
select is(pg_temp.found('price_diff', '"3"'), 'price - -', 'nor a text');

select * from finish();
rollback;
