begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(1);

create function pg_temp.codes(p_template text) returns text language sql as $$
    select string_agg(distinct f.code, ' ' order by f.code) from core.prose_slot_faults(pg_temp.answer(p_template), pg_temp.evidence()) as f
$$;
create temp table texts (place integer, codes text, template text);
insert into texts values
    (1, null, '{title:B0MAIN0001} costs {price:B0MAIN0001}.'),
    (2, null, '{title:B0MAIN0001}''s price is {price:B0MAIN0001} ({price_diff:B0COMP0001} above "{title:B0COMP0001}").'),
    (3, null, '{title:B0MAIN0001} costs {price:B0MAIN0001}, {title:B0COMP0001} costs {price:B0COMP0001}.'),
    (4, null, '{title:B0MAIN0001} at {price:B0MAIN0001} stands against {title:B0COMP0001} at {price:B0COMP0001}.'),
    (5, null, 'The gap to {title:B0COMP0001} is {price_diff:B0COMP0001}.'),
    (6, null, 'At {price:B0MAIN0001} the {brand:B0MAIN0001} sells well.'),
    (7, null, 'It costs {price:B0MAIN0001}.'),
    (8, null, '{title:B0MAIN0001} is dearer than {title:B0COMP0001}: the difference is {price_diff:B0COMP0001}.'),
    (9, 'no_claim', '{title:B0MAIN0001} is great.'),
    (10, 'no_claim', 'It is great.'),
    (11, 'slot_malformed', '{title:B0MAIN0001} costs {price:B0MAIN0001}. {'),
    (12, 'slot_joined slot_malformed', 'It costs }{price:B0MAIN0001}{x.'),
    (13, 'slot_malformed', 'It costs {price:B0MAIN0001}. }'),
    (14, 'no_claim slot_unknown', 'It costs {price}.'),
    (15, 'no_claim slot_unknown', 'It costs {price:B0NONE0001}.'),
    (16, 'no_claim slot_unknown', 'It costs {}.'),
    (17, 'slot_unknown', '{title:B0NONE0001} costs {price:B0MAIN0001}.'),
    (18, 'slot_joined', 'It costs {price:B0MAIN0001}{price_diff:B0COMP0001}.'),
    (19, 'slot_joined', 'It costs {price:B0MAIN0001} {price_diff:B0COMP0001}.'),
    (20, 'slot_joined', 'It costs {price:B0MAIN0001}.{price_diff:B0COMP0001} more.'),
    (21, 'slot_joined', 'It costs {price:B0MAIN0001}k.'),
    (22, 'slot_joined', 'It costs -{price:B0MAIN0001}.'),
    (23, 'slot_joined', 'It costs a{price:B0MAIN0001}.'),
    (24, 'wrong_product', '{title:B0MAIN0001} costs {price:B0COMP0001}.'),
    (25, 'wrong_product', '{title:B0MAIN0001} costs {price:B0COMP0001} against {title:B0COMP0001}.'),
    (26, 'wrong_product', '{title:B0MAIN0001} and {title:B0COMP0001} cost {price:B0COMP0001} and {price:B0MAIN0001}.'),
    (27, 'wrong_product', '{title:B0MAIN0001} beats {title:B0COMP0002} by {price_diff:B0COMP0001}.'),
    (28, 'wrong_product', 'The gap of {title:B0COMP0002} to {title:B0COMP0001} is {price_diff:B0COMP0001}.'),
    (29, 'wrong_product', '{title:B0MAIN0001} against {title:B0COMP0002}: the gap is {price_diff:B0COMP0001}.'),
    (30, 'wrong_product', '{title:B0COMP0001} costs {price:B0COMP0001}, but {title:B0MAIN0001} sells for {price:B0COMP0002}.'),
    (31, null, 'The gap is {price_diff:B0COMP0002|abs}.'),
    (32, 'slot_malformed', 'The price is {price:B0MAIN0001|abs}.'),
    (33, 'slot_malformed', '{title:B0MAIN0001|abs} costs {price:B0MAIN0001}.'),
    (34, 'no_claim slot_unknown', 'The gap is {price_diff:B0COMP0001|sum}.');
select results_eq(
    'select t.template, pg_temp.codes(t.template) from texts as t order by t.place', 'select t.template, t.codes from texts as t order by t.place',
    'slots are known claims of the named product, and stand by themselves'
);

select * from finish();
rollback;
