begin;
set local search_path to extensions, public;
\ir ../../support/competition.psql
set local role asinmart_owner;
select plan(30);

select pg_temp.compare(pg_temp.a(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA003'), pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA002', 'B0TESTA005'),
    pg_temp.compare(pg_temp.a(), 'B0TESTA008', 'B0TESTA001');
select pg_temp.load(
    'c1',
    pg_temp.days('B0TESTA001', '2025-03-01', '2025-03-20', '{"price": 10, "bsr": 30, "bsr_category": "Mugs", "rating": 4.5, "reviews_count": 1200, "in_stock": true, "buybox_seller": "X"}')
    || pg_temp.days('B0TESTA002', '2025-03-01', '2025-03-20', '{"price": 12, "bsr": 60, "bsr_category": "Mugs", "rating": 4.3, "reviews_count": 90, "in_stock": true}')
    || pg_temp.days('B0TESTA003', '2025-03-01', '2025-03-20', '{"price": 14, "bsr": 50, "bsr_category": "Mugs", "rating": 4.1, "reviews_count": 10, "in_stock": true}')
    || pg_temp.days('B0TESTA005', '2025-03-10', '2025-03-20', '{"price": 1, "bsr": 1, "bsr_category": "Mugs"}')
    || pg_temp.days('B0TESTA007', '2025-03-20', '2025-03-20', '{"price": 1}')
);
create temp table made on commit drop as select 'first' as name, (pg_temp.report()).*;
select results_eq(
    'select m.version, m.tenant_id, m.depth, m.model, m.based_on_version, m.status, m.as_of, m.generated_at from made as m',
    $$values (1, pg_temp.a(), 'standard', 'rules-v1', null::integer, 'complete', '2025-03-20'::date, '2025-04-01 12:00+00'::timestamptz)$$, 'the first version is of the newest day'
);
select is((select m.data_version from made as m), api.data_version(), 'it has the data version');
select ok((select m.execution_time_seconds between 0 and 60 from made as m), 'and the seconds that it took');
select is_empty('select w.* from made as m cross join lateral pg_temp.wrong_claims(m.evidence) as w', 'each claim is a cell of mart');
select is(
    (select pg_temp.sentences(m.summary, 'price') from made as m),
    array['Mug 1 costs 10.00 USD, place #1 of 3 from cheap to dear.', 'Mug 2 is dearer, by 2.00 USD: 16.67 % of its price.', 'Mug 3 is dearer, by 4.00 USD: 28.57 % of its price.'],
    'it says where the main product stands'
);
select is((select m.charts -> 'products' -> 0 ->> 'asin' from made as m), 'B0TESTA001', 'it has its charts');
select is((select m.summary ? 'changes' from made as m), false, 'a first version has no changes');

select is((pg_temp.report()).version, 1, 'the same data makes no new version');
select is((pg_temp.report(p_now => '2025-04-02 12:00+00')).generated_at, '2025-04-01 12:00+00'::timestamptz, 'the version that is there is returned');
select is((pg_temp.report(p_depth => 'basic')).version, 2, 'another depth makes one');
select is((pg_temp.report(p_depth => 'basic')).version, 2, 'and only one');
select is((pg_temp.report(pg_temp.b())).version, 1, 'another tenant''s versions count from 1');

-- Tenants: what one compares stays its own.
select is_empty(
    $$select r.version from core.competition_reports as r where r.tenant_id = pg_temp.a() and r::text ~ 'B0TESTA005'$$, 'a report of one tenant has nothing of another''s competitors'
);
select isnt_empty($$select r.version from core.competition_reports as r where r.tenant_id = pg_temp.b() and r::text ~ 'B0TESTA005' and r::text !~ 'B0TESTA003'$$, 'and the other way round');

-- The next day: a competitor lowers its price, the other one is sold out.
select pg_temp.load(
    'c2',
    pg_temp.days('B0TESTA001', '2025-03-21', '2025-03-21', '{"price": 10, "bsr": 30, "bsr_category": "Mugs", "rating": 4.5, "reviews_count": 1210, "in_stock": true, "buybox_seller": "Y"}')
    || pg_temp.days('B0TESTA002', '2025-03-21', '2025-03-21', '{"price": 9, "bsr": 20, "bsr_category": "Mugs", "rating": 4.3, "reviews_count": 90, "in_stock": true}')
    || pg_temp.days('B0TESTA003', '2025-03-21', '2025-03-21', '{"bsr": 50, "bsr_category": "Mugs", "rating": 4.1, "reviews_count": 10, "in_stock": false}')
);
insert into made select 'second', (pg_temp.report()).*;
select results_eq($$select m.version, m.as_of from made as m where m.name = 'second'$$, $$values (3, '2025-03-21'::date)$$, 'a new day makes a version');
select is(
    (select pg_temp.sentences(m.summary, 'changes') from made as m where m.name = 'second'),
    array[
        'The price of Mug 2 changed from 12.00 USD to 9.00 USD.', 'The rank of Mug 2 changed from #60 to #20.', 'Mug 3 went out of stock.',
        'The featured offer of Mug 1 went from X to Y.'
    ],
    'it says what changed since the version before'
);
select is_empty($$select w.* from made as m cross join lateral pg_temp.wrong_claims(m.evidence) as w where m.name = 'second'$$, 'also the claims about the day before are cells of mart');
select is((pg_temp.report()).version, 3, 'made again for the same day it compares with the same day before, and is the same');
select results_eq(
    $$select r.version, r.summary = m.summary and r.evidence = m.evidence from core.competition_reports as r inner join made as m on m.name = 'first' where r.version = 1 and r.tenant_id = pg_temp.a()$$,
    $$values (1, true)$$, 'the first version is what it was'
);
-- A correction of the same day.
select pg_temp.load('c3', pg_temp.days('B0TESTA002', '2025-03-21', '2025-03-21', '{"price": 8, "bsr": 20, "bsr_category": "Mugs", "rating": 4.3, "reviews_count": 90, "in_stock": true}'));
insert into made select 'third', (pg_temp.report()).*;
select results_eq($$select m.version, m.as_of from made as m where m.name = 'third'$$, $$values (4, '2025-03-21'::date)$$, 'a correction makes a version of the same day');
select is(
    (select (pg_temp.sentences(m.summary, 'changes'))[1] from made as m where m.name = 'third'), 'The price of Mug 2 changed from 12.00 USD to 8.00 USD.', 'which compares with the day before'
);

-- Competitors come and go.
create temp table before on commit drop as
select c.ctid as place, c.xmin::text as written, c.asin_comp, c.date from mart.competitor_comparison_daily as c where c.asin_main = 'B0TESTA001';
delete from core.competitive_group_members where tenant_id = pg_temp.a() and asin = 'B0TESTA003';
select ops.refresh_dirty();
select is_empty(
    $$
        select b.* from before as b where b.asin_comp <> 'B0TESTA003' and not exists (
            select from mart.competitor_comparison_daily as c
            where c.asin_main = 'B0TESTA001' and c.asin_comp = b.asin_comp and c.date = b.date and c.xmin::text = b.written and c.ctid = b.place
        )
    $$,
    'a removed competitor leaves the rows of the others untouched'
);
select is_empty($$select c.date from mart.competitor_comparison_daily as c where c.asin_comp = 'B0TESTA003'$$, 'its own are gone');
insert into made select 'fourth', (pg_temp.report()).*;
select ok((select m.version = 5 and m.evidence::text !~ 'B0TESTA003' from made as m where m.name = 'fourth'), 'the next version is without it');
select ok((select r.evidence::text ~ 'B0TESTA003' from core.competition_reports as r where r.tenant_id = pg_temp.a() and r.version = 4), 'the ones before keep it');

select throws_ok($$select pg_temp.report(p_asin => 'B0TESTA008')$$, 'AM404', 'there is no observation of B0TESTA008 in marketplace US', 'a product without observations has no report');
select throws_ok($$select pg_temp.report(p_asin => 'B0TESTA007')$$, 'AM422', 'B0TESTA007 has no competitors in marketplace US', 'nor has one without competitors');

-- Nobody but the main product was seen that day, and few days are known.
select pg_temp.load('c4', pg_temp.days('B0TESTA008', '2025-03-25', '2025-03-25', '{"rating": 4, "in_stock": false}'));
insert into made select 'alone', (pg_temp.report(p_asin => 'B0TESTA008', p_depth => 'comprehensive')).*;
select results_eq(
    $$select m.status, pg_temp.sentences(m.summary, 'position'), pg_temp.sentences(m.summary, 'price'), pg_temp.sentences(m.summary, 'rating'), pg_temp.sentences(m.summary, 'stock') from made as m where m.name = 'alone'$$,
    $$values ('thin_data', array['No competitor was observed on 2025-03-25.'], array['Mug 8 shows no price.'], array['Mug 8 has 4 stars.'], array['Mug 8 is out of stock.', 'Mug 8 was out of stock on 1 of 1 observed days of the last month.', 'The featured offer of Mug 1 had 2 sellers in the last month; the latest held it on 4.8 % of the days.'])$$,
    'a group of one is thin, and says so'
);
select is_empty($$select w.* from made as m cross join lateral pg_temp.wrong_claims(m.evidence) as w where m.name = 'alone'$$, 'its claims are cells too');
select is_empty(
    $$
        select s.sentence from made as m cross join lateral jsonb_each(m.summary) as k (section, list) cross join lateral jsonb_array_elements(k.list) as s (sentence)
        where s.sentence ->> 'text' ~ '[{}]|unknown' or s.sentence ->> 'text' !~ '^[A-Z].*\.$'
    $$,
    'no sentence has an empty slot'
);

select * from finish();
rollback;
