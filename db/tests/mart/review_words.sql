begin;
set local search_path to extensions, public;
\ir ../support/core_reviews.psql
select plan(11);

-- 4 reviews of the main product, 6 of two competitors.
select
    pg_temp.reviewed('B0TESTA001', 'RTEST000' || n, 2, p_text => case when n <= 13 then 'The LID leaks, it leaks and the hat is Sch' || U&'\00F6n' else 'A lid.' end)
from generate_series(11, 14) as n;
select
    pg_temp.reviewed(case when n <= 23 then 'B0TESTA002' else 'B0TESTA003' end, 'RTEST000' || n, 5, p_text => case when n <= 22 then 'Nice lid, nice hat.' else 'Nice and sturdy 2000.' end)
from generate_series(21, 26) as n;
-- Another marketplace, and a product that nobody compares.
select pg_temp.reviewed('B0TESTA002', 'RTEST00031', 5, p_text => 'leaks', p_marketplace => 'DE'), pg_temp.reviewed('B0TESTA004', 'RTEST00032', 5, p_text => 'leaks');
insert into core.competitor_links (asin_main, asin_comp, marketplace) values ('B0TESTA001', 'B0TESTA002', 'US'), ('B0TESTA005', 'B0TESTA001', 'US');
with made as (insert into core.competitive_groups (name, asin_main, marketplace) values ('g', 'B0TESTA001', 'US') returning id)
insert into core.competitive_group_members (group_id, asin) select m.id, p.asin from made as m cross join (values ('B0TESTA002'), ('B0TESTA003')) as p (asin);

create temp view words as
select w.word, w.main_review_count, w.main_pct, w.comp_review_count, w.comp_pct, w.log_odds, w.z_score from mart.review_words as w where w.asin_main = 'B0TESTA001';

select set_eq(
    'select w.word from words as w', array['leaks', 'lid', 'nice', 'sturdy', 'hat', U&'sch\00F6n'], 'words of at least 3 reviews, without stop words and numbers'
);
-- leaks: 3 of 4 against 0 of 6: ln(3.5 * 6.5 / (0.5 * 1.5)) = 3.412, standard error sqrt(1/3.5 + 1/1.5 + 1/0.5 + 1/6.5) = 1.762.
select results_eq(
    $$select w.main_review_count, w.main_pct, w.comp_review_count, w.comp_pct, w.log_odds, w.z_score from words as w where w.word = 'leaks'$$,
    'values (3::bigint, 75.0, 0::bigint, 0.0, 3.412, 1.94)', 'a word that only the main product''s reviews use'
);
-- nice: 0 of 4 against 6 of 6: ln(0.5 * 0.5 / (6.5 * 4.5)) = -4.762, standard error sqrt(1/0.5 + 1/4.5 + 1/6.5 + 1/0.5) = 2.092.
select results_eq(
    $$select w.main_review_count, w.comp_review_count, w.log_odds, w.z_score from words as w where w.word = 'nice'$$,
    'values (0::bigint, 6::bigint, -4.762, -2.28)', 'a word that only the competitors'' reviews use'
);
-- lid: 4 of 4 against 2 of 6: ln(4.5 * 4.5 / (2.5 * 0.5)) = 2.785.
select results_eq($$select w.main_review_count, w.comp_review_count, w.log_odds from words as w where w.word = 'lid'$$, 'values (4::bigint, 2::bigint, 2.785)', 'a word of both');
select is((select w.main_review_count from words as w where w.word = 'leaks'), 3::bigint, 'a review counts once for a word that it repeats');
select is((select count(distinct w.tenant_id) from mart.review_words as w), 1::bigint, 'words belong to the tenant whose competitors they are');
select is_empty($$select 1 from mart.review_words as w where w.asin_main = 'B0TESTA005'$$, 'a product without reviews has no words');
update core.competitor_links set marketplace = 'DE' where asin_main = 'B0TESTA001';
update core.competitive_groups set marketplace = 'DE';
select is_empty($$select 1 from mart.review_words as w where w.asin_main = 'B0TESTA001'$$, 'nor has one whose competitors have reviews alone');
update core.competitive_groups set marketplace = 'US', is_active = false;
select is_empty($$select 1 from mart.review_words as w where w.asin_main = 'B0TESTA001'$$, 'a group that is not active has none');
update core.competitive_groups set is_active = true;
update core.competitive_group_members set is_active = false where asin = 'B0TESTA003';
select results_eq($$select w.comp_review_count from words as w where w.word = 'nice'$$, 'values (3::bigint)', 'a member that is not active is no competitor');
update core.reviews set marketplace = 'DE' where review_id ~ 'RTEST000[12]';
update core.competitive_groups set marketplace = 'DE';
select is_empty($$select 1 from words as w where w.word = 'hat'$$, 'where nobody writes English, hat is a stop word of German');

select * from finish();
rollback;
