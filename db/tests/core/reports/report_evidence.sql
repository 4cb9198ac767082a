begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(16);

-- A product without a title, a competitor without a rank, one in another category, one seen earlier, and two variations.
select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003', 'B0TESTA004'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA005');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA001', '2025-03-01', '2025-03-30', '{"price": 10.5, "bsr": 30, "bsr_category": "Mugs", "rating": 4.5, "reviews_count": 1200, "in_stock": true, "buybox_seller": "X", "parent_asin": "B0TESTA000"}')
    || pg_temp.days('B0TESTA002', '2025-03-01', '2025-03-30', '{"price": 12, "bsr": 30, "bsr_category": "Mugs", "title": null, "in_stock": false, "parent_asin": "B0TESTA000"}')
    || pg_temp.days('B0TESTA003', '2025-03-02', '2025-03-28', '{"price": 8, "bsr": 9, "bsr_category": "Cups"}')
    || pg_temp.days('B0TESTA004', '2025-03-20', '2025-03-30', '{"price": 8, "rating": 4.1}')
    || pg_temp.days('B0TESTA005', '2025-03-30', '2025-03-30', '{"price": 7}')
);
create temp table made on commit drop as
select d.depth, core.report_evidence(pg_temp.a(), 'B0TESTA001', 'US', '2025-03-30', '2025-03-15', d.depth) as evidence
from (values ('basic'), ('standard'), ('comprehensive')) as d (depth);
create temp view claims as
select m.depth, c.place, c.claim, c.claim ->> 'id' as id from made as m cross join lateral jsonb_array_elements(m.evidence) with ordinality as c (claim, place);

select cmp_ok((select count(*) from claims as c where c.depth = 'comprehensive'), '>', 100::bigint, 'a report has many claims');
select is_empty(
    $$select w.* from made as m cross join lateral pg_temp.wrong_claims(m.evidence) as w where m.depth = 'comprehensive'$$,
    'each claim leads to one cell of mart, and has its value'
);
update made set evidence = jsonb_set(evidence, '{5,value}', '"wrong"') where depth = 'basic';
select is((select count(*) from made as m cross join lateral pg_temp.wrong_claims(m.evidence) as w where m.depth = 'basic'), 1::bigint, 'a wrong value would be found');
update made set evidence = core.report_evidence(pg_temp.a(), 'B0TESTA001', 'US', '2025-03-30', '2025-03-15', 'basic') where depth = 'basic';
select is_empty('select c.depth, c.id from claims as c group by 1, 2 having count(*) > 1', 'ids are unique');
select is_empty(
    $$
        select c.id from claims as c
        where c.claim ->> 'definition' is distinct from (
            select col_description(a.attrelid, a.attnum) from pg_attribute as a
            where a.attrelid = to_regclass('mart.' || (c.claim ->> 'relation')) and a.attname = c.claim ->> 'column'
        )
    $$,
    'the definition is the comment of the column'
);
select is_empty(
    $$select c.id from claims as c where c.claim ->> 'text' <> core.claim_text(c.claim -> 'value', c.claim ->> 'unit', 'USD')$$, 'the text is that of value and unit'
);
select is_empty($$select c.id from claims as c where jsonb_typeof(c.claim -> 'value') = 'null'$$, 'unknown values are no claims');
select set_eq(
    $$select c.id from claims as c where c.depth = 'basic' and c.id !~ 'A00[134]$' and c.id !~ 'previous|gap|diff|_rank|same'$$,
    array['title:B0TESTA002', 'brand:B0TESTA002', 'date:B0TESTA002', 'bsr:B0TESTA002', 'bsr_category:B0TESTA002', 'in_stock:B0TESTA002', 'observed_days_30d:B0TESTA002',
        'group_size:B0TESTA002'],
    'an id is metric and product; a product that is sold out has no price'
);
select results_eq(
    $$select c.claim ->> 'column', c.claim ->> 'value' from claims as c where c.depth = 'basic' and c.id = 'title:B0TESTA002'$$, $$values ('asin', 'B0TESTA002')$$,
    'a product without a title is named by its ASIN, which is a cell too'
);
select results_eq(
    $$select c.claim ->> 'asin', c.claim ->> 'asin_comp', c.claim -> 'key' from claims as c where c.depth = 'basic' and c.id = 'price_diff:B0TESTA004'$$,
    $$values ('B0TESTA001', 'B0TESTA004', '{"asin_main": "B0TESTA001", "asin_comp": "B0TESTA004", "marketplace": "US", "date": "2025-03-30"}'::jsonb)$$,
    'a gap is about the main product and names the competitor'
);
select results_eq(
    $$select pg_temp.value_of(m.evidence, 'is_rank_inherited:B0TESTA001'), pg_temp.value_of(m.evidence, 'date:B0TESTA003'), pg_temp.value_of(m.evidence, 'price_diff:B0TESTA003'), pg_temp.value_of(m.evidence, 'bsr:B0TESTA004'), pg_temp.value_of(m.evidence, 'observed_days_30d:B0TESTA004') from made as m where m.depth = 'basic'$$,
    $$values ('true', '2025-03-28', null, null, '11')$$,
    'inherited ranks, an earlier day, no gap without a common day, no rank'
);
select is_empty(
    $$
        select c.id from claims as c
        where c.depth = 'basic' and not exists (select from claims as d where d.depth = 'standard' and d.id = c.id)
            or c.depth = 'standard' and not exists (select from claims as d where d.depth = 'comprehensive' and d.id = c.id)
    $$,
    'a deeper report has all claims of a shallower one'
);
select results_eq(
    $$select c.depth from claims as c where c.id in ('in_stock_pct_30d:B0TESTA001', 'price_min_30d:B0TESTA001', 'price:B0TESTA001') order by 1$$,
    $$values ('basic'), ('comprehensive'), ('comprehensive'), ('comprehensive'), ('standard'), ('standard')$$, 'and more'
);
update core.products set title = 'A mug of stoneware, dishwasher safe, with a lid and a handle, number ' || right(asin, 1) where asin in ('B0TESTA001', 'B0TESTA003');
select results_eq(
    $$
        select c.claim ->> 'text' from jsonb_array_elements(core.report_evidence(pg_temp.a(), 'B0TESTA001', 'US', '2025-03-30', null, 'basic')) as c (claim)
        where c.claim ->> 'metric' = 'title'
    $$,
    $$
        values ('A mug of stoneware, dishwasher safe, with a lid and a... (B0TESTA001)'), ('B0TESTA002'),
            ('A mug of stoneware, dishwasher safe, with a lid and a... (B0TESTA003)'), ('Mug 4')
    $$,
    'titles that are the same where they are cut are told apart by the ASIN'
);
select is((select min(c.claim ->> 'asin') from claims as c where c.place = 1), 'B0TESTA001', 'the main product comes first');
select is_empty($$select c.id from claims as c where c.claim::text ~ 'B0TESTA005'$$, 'no claim is of another tenant''s competitor');

select * from finish();
rollback;
