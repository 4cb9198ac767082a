begin;
set local search_path to extensions, public;
\ir ../support/seller_reports.psql
set local role asinmart_owner;
select plan(8);

update ops.settings set value = '1' where name = 'reject_share_limit';
-- Two documents of one period in one batch.
select pg_temp.load_reports('p1',
    pg_temp.catalog('{}', pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA002'))
    || pg_temp.catalog('{"document": 2, "asins": "B0TESTA001"}', pg_temp.catalog_line('B0TESTA001', '{"clicks": 50, "click_rate": 0.05, "purchases": 0, "conversion_rate": 0}')));
select results_eq(
    'select c.asin, c.click_count from sqp.search_catalog_performance as c order by 1', $$values ('B0TESTA001', 50::bigint), ('B0TESTA002', 40)$$,
    'of two documents for a product and period the later one counts'
);
select results_eq(
    $$select * from pg_temp.rejects('p1')$$, $$values (1, 'report_replaced', 'document 2 of the batch reports the same period')$$, 'the row of the earlier is a reject that says so'
);
select pg_temp.load_reports('p2',
    pg_temp.terms('{}', pg_temp.term_line('gloves', 'B0TESTA001'), pg_temp.term_line('hats', 'B0TESTA001'))
    || pg_temp.terms('{"document": 2}', pg_temp.term_line('socks', 'B0TESTA001'))
    || pg_temp.terms('{"document": 3, "marketplace": "A1PA6795UKMFR9"}', pg_temp.term_line('gloves', 'B0TESTA001')));
select set_eq(
    'select t.marketplace, t.search_term from sqp.search_terms as t', $$values ('US', 'socks'), ('DE', 'gloves')$$, 'of two for a period nothing of the earlier; marketplaces are apart'
);
select is((select count(*) from pg_temp.rejects('p2')), 2::bigint, 'all rows of the earlier are rejects');
select pg_temp.load_reports('p3', pg_temp.terms('{"start": "2025-01-12", "end": "2025-01-18"}', pg_temp.term_line('gloves', 'B0TESTA001'))
    || pg_temp.terms('{"start": "2025-01-12", "end": "2025-01-18", "document": 2}'));
select is_empty($$select 1 from sqp.search_terms as t where t.start_date = '2025-01-12'$$, 'a later document without rows replaces one with rows');

-- Two rows of one key.
select pg_temp.load_reports('p4', pg_temp.catalog('{"start": "2025-01-19", "end": "2025-01-25"}',
    pg_temp.catalog_line('B0TESTA001'), pg_temp.catalog_line('B0TESTA001', '{"clicks": 41}'), pg_temp.catalog_line('B0TESTA002')));
select results_eq(
    $$select r.*, (select c.click_count from sqp.search_catalog_performance as c where c.start_date = '2025-01-19' and c.asin = 'B0TESTA001') from pg_temp.rejects('p4') as r$$,
    $$values (1, 'report_replaced', 'a later row of the document has the same key', 41::bigint)$$, 'the later of two rows counts'
);
select pg_temp.load_reports('p5', array[
    pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 7}, "hats": {"clicks": 1}}}'), pg_temp.day('2025-01-05', '{"B0TESTA001": {"gloves": {"clicks": 8}}}')]);
select results_eq(
    'select k.query_keyword, k.click_count from sqp.keyword_counts as k order by 1', $$values ('gloves', 8::bigint), ('hats', 1)$$, 'of a keyword in two lines too'
);
select results_eq(
    $$select e.item_no, e.element_no from staging_raw.rejected_events as e where e.job_id = 'p5'$$, 'values (1, 1)', 'the reject names the line and the row in it'
);

select * from finish();
rollback;
