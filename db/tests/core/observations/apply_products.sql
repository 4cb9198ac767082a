begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
select plan(18);

select pg_temp.load_run('p1', pg_temp.observed('B0TESTA001', '2025-03-10', '{
    "price": 10, "title": "Gloves", "brand": "Acme", "category_path": ["Sports", "Gloves"],
    "url": "https://www.amazon.com/dp/B0TESTA001"
}'));
select results_eq(
    $$select p.title, p.brand, p.category, p.category_path, p.is_unlisted, p.source_meta from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values (
        'Gloves', 'Acme', 'Gloves', 'Sports > Gloves', false,
        '{"source": "test", "url": "https://www.amazon.com/dp/B0TESTA001"}'::jsonb
    )$$,
    'the first observation creates the product; its category is the end of the path'
);
select pg_temp.load_run('p2', pg_temp.observed('B0TESTA001', '2025-03-12', '{"price": 10, "title": "Warm gloves"}'));
select results_eq(
    $$select p.title, p.brand, p.first_seen_at, p.last_seen_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('Warm gloves', 'Acme', '2025-03-10 00:00-07'::timestamptz, '2025-03-12 00:00-07'::timestamptz)$$,
    'a newer one replaces the description and keeps fields that it lacks'
);
select pg_temp.load_run('p3', pg_temp.observed('B0TESTA001', '2025-03-01', '{"price": 10, "title": "Old gloves", "model": "G1"}'));
select results_eq(
    $$select p.title, p.model, p.first_seen_at, p.last_seen_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('Warm gloves', 'G1', '2025-03-01 00:00-08'::timestamptz, '2025-03-12 00:00-07'::timestamptz)$$,
    'an older one only fills gaps and moves first_seen_at'
);
select pg_temp.load_run('p4', pg_temp.observed('B0TESTA001', '2025-03-13', '{"price": 10, "brand": "Other"}'));
select results_eq(
    $$select p.title, p.brand, p.described_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('Warm gloves', 'Acme', '2025-03-12 00:00-07'::timestamptz)$$,
    'an observation without a title does not replace the description'
);
select pg_temp.load_run('p5', pg_temp.observed('B0TESTA001', '2025-03-14', '{"status": "blocked", "title": "Robot Check"}'));
select results_eq(
    $$select p.title, p.is_unlisted, p.last_seen_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values ('Warm gloves', false, '2025-03-14 00:00-07'::timestamptz)$$,
    'a blocked page does not describe the listing, whatever its title'
);
select pg_temp.load_run('p6', pg_temp.observed('B0TESTA001', '2025-03-15', '{"status": "delisted"}'));
select results_eq(
    $$select p.is_unlisted, p.unlisted_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values (true, '2025-03-15 00:00-07'::timestamptz)$$,
    'a missing page marks the product as unlisted'
);
select pg_temp.load_run('p7', pg_temp.observed('B0TESTA001', '2025-03-16', '{"status": "delisted"}'));
select results_eq(
    $$select p.is_unlisted, p.unlisted_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values (true, '2025-03-15 00:00-07'::timestamptz)$$,
    'the time when the listing was first gone stays'
);
select pg_temp.load_run('p8', pg_temp.observed('B0TESTA001', '2025-03-11', '{"price": 12}'));
select is(
    (select p.is_unlisted from core.products as p where p.asin = 'B0TESTA001'), true,
    'an older observation does not list it again'
);
select pg_temp.load_run('p9', pg_temp.observed('B0TESTA001', '2025-03-17', '{"availability": "Currently unavailable."}'));
select results_eq(
    $$select p.is_unlisted, p.unlisted_at from core.products as p where p.asin = 'B0TESTA001'$$,
    $$values (false, null::timestamptz)$$,
    'a newer valid one does, even without an offer'
);

select pg_temp.load_run('p10', pg_temp.observed('B0TESTA002', '2025-03-10', '{"status": "delisted"}'));
select results_eq(
    $$select p.is_unlisted, p.title from core.products as p where p.asin = 'B0TESTA002'$$,
    $$values (true, null::text)$$,
    'a product first seen as a missing page is unlisted and has no description'
);
select pg_temp.load_run('q1', pg_temp.observed('B0TESTA006', '2025-03-10', '{"status": "blocked", "title": "Robot Check"}'));
select is(
    (select p.title from core.products as p where p.asin = 'B0TESTA006'), null,
    'a product first seen as a blocked page has no title'
);
select pg_temp.load_run('q2', pg_temp.observed('B0TESTA006', '2025-03-05', '{"price": 1, "title": "Fifth"}'));
select pg_temp.load_run('q3', pg_temp.observed('B0TESTA006', '2025-03-07', '{"price": 1, "title": "Seventh"}'));
select results_eq(
    $$select p.title, p.described_at from core.products as p where p.asin = 'B0TESTA006'$$,
    $$values ('Seventh', '2025-03-07 00:00-08'::timestamptz)$$,
    'the newest observation with a title describes it, even if a later one has none'
);
select pg_temp.load_run('q4', pg_temp.observed('B0TESTA006', '2025-03-07', '{"price": 1, "title": "Corrected"}'));
select pg_temp.replay('q3');
select is(
    (select p.title from core.products as p where p.asin = 'B0TESTA006'), 'Corrected',
    'of two at one instant the later arrival counts, even if the earlier is replayed'
);
select pg_temp.load_run('p11', pg_temp.observed('B0TESTA003', '2025-03-10', '{"price": 1, "url": "https://www.amazon.de/dp/B0TESTA003"}'));
select results_eq(
    $$select p.marketplace, p.first_seen_at from core.products as p where p.asin = 'B0TESTA003'$$,
    $$values ('DE', '2025-03-10 00:00+01'::timestamptz)$$,
    'the url gives the marketplace, and its time zone the day'
);

-- Changed products for the announcement, by a direct call of the function.
select ops.promotion_scratch();
insert into pg_temp.observations (raw_event_id, item_no, source, marketplace, date, asin, scraped_at, status, title) values
    (1, 1, 'test', 'US', '2025-03-17', 'B0TESTA001', '2025-03-17 00:00-07', 'ok', null),
    (2, 2, 'test', 'US', '2025-03-18', 'B0TESTA004', '2025-03-18 00:00-07', 'ok', 'New'),
    (3, 3, 'test', 'US', '2025-03-18', 'B0TESTA005', '2025-03-18 00:00-07', 'ok', 'Rejected');
update pg_temp.observations set reject_code = 'asin_invalid' where asin = 'B0TESTA005';
select set_config('asinmart.is_promoting', 'on', true);
select core.apply_products();
select results_eq(
    'select c.asin from pg_temp.changed_products as c order by c.asin', $$values ('B0TESTA004')$$,
    'only changed products are recorded'
);
select is_empty(
    $$select 1 from core.products as p where p.asin = 'B0TESTA005'$$, 'a rejected observation creates no product'
);
truncate pg_temp.changed_products;
select core.apply_products();
select is_empty('select 1 from pg_temp.changed_products', 'the same observations again change nothing');
select throws_ok(
    $$insert into core.products (asin, marketplace, first_seen_at, last_seen_at, described_at) values ('b0testa001', 'US', now(), now(), now())$$,
    '23514', null, 'the key of a product must be an ASIN'
);

select * from finish();
rollback;
