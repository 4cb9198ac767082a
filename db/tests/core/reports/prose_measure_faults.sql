begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(1);

create function pg_temp.codes(p_template text) returns text language sql as $$
    select string_agg(distinct f.code, ' ' order by f.code) from core.prose_measure_faults(pg_temp.answer(p_template), pg_temp.evidence()) as f
$$;
create temp table texts (place integer, codes text, template text);
insert into texts values
    (1, null, '{title:B0MAIN0001} costs {price:B0MAIN0001}.'),
    (2, null, '{title:B0MAIN0001} has a rating of {rating:B0MAIN0001}.'),
    (3, null, '{title:B0MAIN0001} has {reviews_gap:B0COMP0001} fewer ratings.'),
    (4, null, 'The price is {price:B0MAIN0001} with a rating of {rating:B0MAIN0001}.'),
    (5, null, 'It stands at {price:B0MAIN0001} and {rating:B0MAIN0001}.'),
    (6, null, 'It costs {price:B0MAIN0001}, and {bsr:B0MAIN0001} is where it ranks.'),
    (7, null, 'It costs little: {in_stock:B0MAIN0001}.'),
    (8, 'wrong_measure', 'The rating of {title:B0MAIN0001} is {price:B0MAIN0001}.'),
    (9, 'wrong_measure', '{title:B0MAIN0001} costs {reviews_gap:B0COMP0001} less than {title:B0COMP0001}.'),
    (10, 'wrong_measure', 'It has {rating:B0MAIN0001} reviews.'),
    (11, 'wrong_measure', 'It ranks by {price_diff:B0COMP0001}.'),
    (12, 'wrong_measure', 'It is cheaper by {rating_diff:B0COMP0001}.'),
    (13, null, 'In stock: {in_stock:B0MAIN0001} for {title:B0MAIN0001}.'),
    (14, 'direction_wrong', '{title:B0MAIN0001} is out of stock: {in_stock:B0MAIN0001}.'),
    (15, 'wrong_measure', '{title:B0MAIN0001} is out of stock at {price:B0MAIN0001}.'),
    (16, 'wrong_measure', 'At {price:B0MAIN0001} it is available.');
select results_eq(
    'select t.template, pg_temp.codes(t.template) from texts as t order by t.place', 'select t.template, t.codes from texts as t order by t.place',
    'a figure stands in a clause about what it measures'
);

select * from finish();
rollback;
