begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

insert into core.products (asin, marketplace, title, brand, first_seen_at, last_seen_at, described_at)
select p.asin, 'US', p.title, p.brand, now(), now(), now()
from (
    values ('B0OTHER001', 'Zenith Thermos', 'Zenith'), ('B0OTHER002', 'Price Mug', 'Pure'), ('B0OTHER003', 'Mighty thing', 'Black Forest'),
        ('B0MAIN0001', 'Acme Mug', 'Acme')
) as p (asin, title, brand);
insert into core.brands (brand_name) values ('Gadgetron');
create function pg_temp.codes(p_template text) returns text language sql as $$
    select string_agg(distinct f.code, ' ' order by f.code) from core.prose_name_faults(pg_temp.answer(p_template)) as f
$$;
create temp table texts (place integer, codes text, template text);
insert into texts values
    (1, null, '{brand:B0MAIN0001} costs {price:B0MAIN0001}. The price is on Amazon, by BSR.'),
    (2, null, 'Price is a plain word. Costs are {price:B0MAIN0001}.'),
    (3, null, 'The mighty forest is black: {price:B0MAIN0001}.'),
    (4, 'name', 'THE price is {price:B0MAIN0001}.'),
    (18, 'name', 'Thermoses cost {price:B0MAIN0001}.'),
    (19, 'name', 'It costs less: Thermos {price:B0MAIN0001}.'),
    (20, null, 'Now it''s {price:B0MAIN0001}.'),
    (21, 'name', 'It''s McCup at {price:B0MAIN0001}.'),
    (5, 'name', 'Acme costs {price:B0MAIN0001}.'),
    (6, 'name', 'The Thermos costs {price:B0MAIN0001}.'),
    (7, 'name', 'the thermos of zenith costs {price:B0MAIN0001}.'),
    (8, 'name', 'Zenith''s price is {price:B0MAIN0001}.'),
    (9, 'name', 'Mighty is {price:B0MAIN0001}.'),
    (10, 'name', 'A black forest costs {price:B0MAIN0001}.'),
    (11, 'name', 'The gadgetron costs {price:B0MAIN0001}.'),
    (12, 'name', 'It costs {price:B0MAIN0001}, says Somebody.'),
    (13, 'name', 'It costs iPhone money: {price:B0MAIN0001}.'),
    (14, 'name', 'It is a pure {price:B0MAIN0001}.'),
    (15, 'name', 'It is B0OTHER001 at {price:B0MAIN0001}.'),
    (16, 'name', 'It is b0other001 at {price:B0MAIN0001}.'),
    (17, 'name', 'BUY NOW at {price:B0MAIN0001}.');
select results_eq(
    'select t.template, pg_temp.codes(t.template) from texts as t order by t.place', 'select t.template, t.codes from texts as t order by t.place',
    'names are slots'
);
select is(
    (select f.detail from core.prose_name_faults(pg_temp.answer('The gadgetron costs {price:B0MAIN0001}.')) as f),
    'position, sentence 1: "gadgetron" is a brand; names are slots.', 'a fault says which word'
);

select * from finish();
rollback;
