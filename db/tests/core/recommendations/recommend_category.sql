begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(6);

select is(pg_temp.found('recommend_category'), null, 'the category of the others is no reason to act');
select is(
    pg_temp.found('recommend_category', '{"bsr_category": "Cups", "common_bsr_category_count": 2}'), 'category_differs: Cups -> Mugs, 0.44',
    'another one is: two of three competitors, a third more than half of them'
);
select is(
    pg_temp.found('recommend_category', '{"bsr_category": "Cups", "common_bsr_category_count": 2, "categorised_count": 4}'), null, 'half of the competitors is no majority'
);
select is(
    pg_temp.found('recommend_category', '{"bsr_category": "Cups", "common_bsr_category_count": 1, "categorised_count": 1}'), null, 'nor is a single one'
);
select is(
    pg_temp.found('recommend_category', '{"bsr_category": null, "bsr_avg_30d": null}'), 'category_missing: - -> Mugs, 1.00', 'no rank in 30 days is'
);
select is(pg_temp.found('recommend_category', '{"bsr_category": null}'), null, 'no rank on one day is not');

select * from finish();
rollback;
