begin;
set local search_path to extensions, public;
\ir ../support/content.psql
set local role asinmart_owner;
select plan(3);

select results_eq(
    $$
        select
            g.tenant_id, g.competitor_count, g.described_count, g.shared_count, g.differs_count, g.missing_count, g.unique_count,
            g.main_title_length, g.main_bullet_count, g.competitor_title_length_avg, g.competitor_bullet_count_avg
        from mart.feature_gaps as g where g.asin_main = 'B0TESTA001' order by g.tenant_id
    $$,
    $$values
        (pg_temp.a(), 3::bigint, 2::bigint, 2::bigint, 2::bigint, 1::bigint, 1::bigint, 10, 2, 30.0, 1.0),
        (pg_temp.b(), 1, 1, 0, 1, 0, 4, 10, 2, 50.0, 4.0)$$,
    'features are counted by verdict, beside the lengths of titles and the numbers of bullet points'
);
delete from core.product_feature_values where asin = 'B0TESTA005';
select results_eq(
    $$select g.described_count, g.shared_count, g.unique_count from mart.feature_gaps as g where g.tenant_id = pg_temp.b()$$,
    'values (0::bigint, null::bigint, null::bigint)', 'without known features the counts are unknown, not 0'
);
delete from core.product_feature_values;
select results_eq(
    $$select g.competitor_count, g.described_count, g.missing_count from mart.feature_gaps as g where g.tenant_id = pg_temp.a()$$,
    'values (3::bigint, 0::bigint, null::bigint)', 'a group without any features has a row'
);

select * from finish();
rollback;
