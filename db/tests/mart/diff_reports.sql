begin;
set local search_path to extensions, public;
\ir ../support/competition.psql
set local role asinmart_owner;
select plan(14);

select pg_temp.compare(t.tenant_id, 'B0TESTA001', 'B0TESTA002', 'B0TESTA003') from app.tenants as t where t.name <> 'tenant b';
select pg_temp.compare(pg_temp.b(), 'B0TESTA001', 'B0TESTA005');
-- The second day differs by what is planted: a price drop of one competitor, the stock loss of another one.
create function pg_temp.seen_on(p_day date, p_price numeric, p_in_stock boolean) returns jsonb[] language sql stable as $$
    select pg_temp.days('B0TESTA001', p_day, p_day, '{"price": 10, "rating": 4.5, "reviews_count": 100, "in_stock": true}')
        || pg_temp.days('B0TESTA002', p_day, p_day, jsonb_build_object('price', p_price, 'rating', 4.3, 'reviews_count', 90, 'in_stock', true))
        || pg_temp.days('B0TESTA003', p_day, p_day, jsonb_build_object('price', case when p_in_stock then 14 end, 'rating', 4.1, 'reviews_count', 10, 'in_stock', p_in_stock))
        || pg_temp.days('B0TESTA005', p_day, p_day, jsonb_build_object('price', 1));
$$;
select pg_temp.load('c1', pg_temp.seen_on('2025-03-20', 12, true));
select count(r.version) from app.tenants as t cross join lateral pg_temp.report(t.tenant_id) as r;
select pg_temp.load('c2', pg_temp.seen_on('2025-03-21', 9, false));
select count(r.version) from app.tenants as t cross join lateral pg_temp.report(t.tenant_id) as r;

create temp view differences as select d.* from mart.diff_reports('B0TESTA001', 1, 2, 'US', pg_temp.a()) as d;
select results_eq(
    $$select d.change, d.metric, d.asin, d.asin_comp, d.old_text, d.new_text, d.difference, d.sentence from differences as d where d.claim_id = 'price:B0TESTA002'$$,
    $$values ('changed', 'price', 'B0TESTA002', null::text, '12.00 USD', '9.00 USD', -3.00, 'price of Mug 2: 12.00 USD -> 9.00 USD')$$, 'the price drop is named'
);
select results_eq(
    $$select d.change, d.old_text, d.new_text, d.difference, d.sentence from differences as d where d.claim_id = 'in_stock:B0TESTA003'$$,
    $$values ('changed', 'yes', 'no', null::numeric, 'in stock of Mug 3: yes -> no')$$, 'so is the stock loss'
);
select results_eq(
    $$select d.change, d.old_text, d.new_text, d.difference, d.sentence from differences as d where d.claim_id = 'price_diff:B0TESTA003'$$,
    $$values ('vanished', '-4.00 USD', null::text, null::numeric, 'price diff of Mug 1 against Mug 3: -4.00 USD -> unknown')$$, 'a claim that has no value any more has vanished'
);
select results_eq(
    $$select d.change, d.old_text, d.new_text, d.difference from differences as d where d.claim_id = 'price_diff:B0TESTA002'$$,
    $$values ('changed', '-2.00 USD', '1.00 USD', 3.00)$$, 'a gap changes by what the price does'
);
select results_eq(
    $$select d.claim_id, d.change, d.old_text, d.new_text from mart.diff_reports('B0TESTA001', 2, 1, 'US', pg_temp.a()) as d where d.claim_id in ('price_diff:B0TESTA003', 'price:B0TESTA002') order by 1$$,
    $$values ('price:B0TESTA002', 'changed', '9.00 USD', '12.00 USD'), ('price_diff:B0TESTA003', 'appeared', null, '-4.00 USD')$$, 'the other way round it has appeared'
);
select is_empty($$select d.claim_id from differences as d where d.claim_id ~ 'rating:|reviews_count:|title:'$$, 'what did not change is not named');
select is_empty($$select d.claim_id from differences as d where d.metric ~ '^previous|^date'$$, 'nor are days, which differ by nature');
select is_empty($$select d.sentence from differences as d where d.sentence ~ '[_.][a-z]'$$, 'metrics are written as words');
select is_empty($$select * from mart.diff_reports('B0TESTA001', 2, 2, 'US', pg_temp.a())$$, 'a version does not differ from itself');
select is((select (array_agg(d.asin))[1] from differences as d), 'B0TESTA001', 'the main product comes first');
select throws_ok(
    $$select * from mart.diff_reports('B0TESTA001', 1, 3, 'US', pg_temp.a())$$, 'AM404', 'there is no version 3 of the report of B0TESTA001 in marketplace US', 'a missing version is named'
);
select throws_ok($$select * from mart.diff_reports('B0TESTA001', 1, 2, 'DE', pg_temp.a())$$, 'AM404', null, 'each marketplace has its own');
select is((select count(*) from mart.diff_reports('B0TESTA001', 1, 2)), (select count(*) from differences), 'without a tenant it is the default one');
set local role mart_reader;
select throws_ok($$select * from mart.diff_reports('B0TESTA001', 1, 2, 'US', pg_temp.b())$$, 'AM404', null, 'a reader of mart does not find another tenant''s');

select * from finish();
rollback;
