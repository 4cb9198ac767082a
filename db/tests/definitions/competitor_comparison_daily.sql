begin;
set local search_path to extensions, public;
\ir ../support/write_day.psql
set local role asinmart_owner;
select plan(11);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA001', 'B0TESTA002');
select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 20, "bsr": 100, "bsr_category": "Gloves", "rating": 4.5, "reviews_count": 10, "buybox_price": 19}');
select pg_temp.write_day('B0TESTA002', '2025-03-01', '{"price": 25, "bsr": 300, "bsr_category": "Gloves", "rating": 4.1, "reviews_count": 50, "buybox_price": 21}');
select pg_temp.write_day('B0TESTA001', '2025-03-02', '{"price": 20}');
select pg_temp.write_day('B0TESTA002', '2025-03-03', '{"price": 25}');
select pg_temp.write_day('B0TESTA001', '2025-03-04', '{"price": 20, "bsr": 100, "bsr_category": "Gloves"}');
select pg_temp.write_day('B0TESTA002', '2025-03-04', '{"bsr": 90, "bsr_category": "Mittens"}');
select pg_temp.write_day('B0TESTA001', '2025-03-01', '{"price": 1}', 'DE');
select pg_temp.write_day('B0TESTA002', '2025-03-01', '{"price": 2}', 'DE');

select results_eq(
    $$
        select d.asin_main, d.asin_comp, d.marketplace, d.price_diff, d.price_diff_pct, d.bsr_gap, d.rating_diff, d.reviews_gap,
            d.buybox_diff, d.is_same_bsr_category
        from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d
    $$,
    $$values ('B0TESTA001', 'B0TESTA002', 'US', -5::numeric, -20.00, -200, 0.4, -40, -2::numeric, true)$$,
    'every gap is main minus competitor: a negative rank gap means that the main product ranks better'
);
select is_empty(
    $$select 1 from definitions.competitor_comparison_daily('2025-03-02', '2025-03-03') as d$$,
    'a day on which only one of the two was observed is not compared'
);
select results_eq(
    $$
        select d.price_diff, d.bsr_gap, d.is_same_bsr_category
        from definitions.competitor_comparison_daily('2025-03-04', '2025-03-04') as d
    $$,
    $$values (null::numeric, 10, false)$$,
    'an unknown value has no gap, and ranks of two categories are marked'
);

insert into core.competitor_links (asin_main, asin_comp) values ('B0TESTA002', 'B0TESTA001');
select results_eq(
    $$
        select d.asin_main, d.price_diff, d.price_diff_pct from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d
        order by d.asin_main
    $$,
    $$values ('B0TESTA001', -5::numeric, -20.00), ('B0TESTA002', 5, 25.00)$$,
    'two products can each be the main one; percentages are of the competitor''s price'
);
delete from core.competitor_links where asin_main = 'B0TESTA002';

insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'DE');
select results_eq(
    $$
        select d.marketplace, d.price_diff from definitions.competitor_comparison_daily('-infinity', 'infinity') as d
        where d.date = '2025-03-01' order by d.marketplace
    $$,
    $$values ('DE', -1::numeric), ('US', -5)$$,
    'a pair is compared in the marketplace of its link'
);
delete from core.competitor_links where marketplace = 'DE';

insert into app.tenants (tenant_id, name) values ('00000000-0000-0000-0000-000000000002', 'other');
insert into core.competitor_links (tenant_id, asin_main, asin_comp)
values ('00000000-0000-0000-0000-000000000002', 'B0TESTA001', 'B0TESTA002');
with made as (
    insert into core.competitive_groups (name, asin_main) values ('rivals', 'B0TESTA001') returning id
)
insert into core.competitive_group_members (group_id, asin)
select m.id, a.asin from made as m cross join (values ('B0TESTA002'), ('B0TESTA001'), ('B0TESTA003')) as a (asin);
select pg_temp.write_day('B0TESTA003', '2025-03-01', '{"price": 0}');
select results_eq(
    $$
        select d.asin_comp, d.price_diff, d.price_diff_pct
        from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d order by d.asin_comp
    $$,
    $$values ('B0TESTA002', -5::numeric, -20.00), ('B0TESTA003', 20, null)$$,
    'a pair linked twice and in a group is one pair, a product is never its own competitor, and a percentage of 0 is null'
);
update core.competitive_group_members set is_active = false where asin = 'B0TESTA003';
select isnt_empty(
    $$select 1 from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d where d.asin_comp = 'B0TESTA003'$$,
    'a member that was paused keeps its days'
);
update core.competitive_group_members set stopped_on = null where asin = 'B0TESTA003';
select is_empty(
    $$select 1 from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d where d.asin_comp = 'B0TESTA003'$$,
    'a member that never was active is not compared'
);
update core.competitive_group_members set is_active = true;
update core.competitive_groups set is_active = false;
select is_empty(
    $$select 1 from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d where d.asin_comp = 'B0TESTA003'$$,
    'a member of an inactive group is not compared'
);
select is(
    (select count(*) from definitions.competitor_comparison_daily('-infinity', 'infinity')), 2::bigint,
    'infinite bounds give the whole history'
);
update core.product_metrics_daily set price = 0.01 where asin = 'B0TESTA002' and date = '2025-03-01';
update core.product_metrics_daily set price = 9999999999.99 where asin = 'B0TESTA001' and date = '2025-03-01';
select results_eq(
    $$
        select d.price_diff_pct from definitions.competitor_comparison_daily('2025-03-01', '2025-03-01') as d
        where d.asin_comp = 'B0TESTA002' and d.marketplace = 'US'
    $$,
    $$values (99999999999800.00)$$,
    'no gap is too large for a percentage'
);

select * from finish();
rollback;
