begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(2);

create function pg_temp.codes(p_template text) returns text language sql as $$
    select string_agg(distinct f.code, ' ' order by f.code) from core.prose_direction_faults(pg_temp.answer(p_template), pg_temp.evidence()) as f
$$;
create temp table texts (place integer, codes text, template text);
insert into texts values
    (1, null, '{title:B0MAIN0001} costs {price:B0MAIN0001}.'),
    (2, null, '{title:B0MAIN0001} is dearer than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (3, null, '{title:B0MAIN0001} is dearer than {title:B0COMP0001}: the difference is {price_diff:B0COMP0001}.'),
    (4, null, '{title:B0COMP0001} is cheaper than {title:B0MAIN0001} by {price_diff:B0COMP0001}.'),
    (5, null, '{title:B0COMP0001} is less expensive than {title:B0MAIN0001} by {price_diff:B0COMP0001}.'),
    (6, null, '{title:B0MAIN0001} is {price_diff:B0COMP0002|abs} below {title:B0COMP0002}.'),
    (7, null, '{title:B0MAIN0001} costs {price_diff:B0COMP0001} more than {title:B0COMP0001} and has {reviews_gap:B0COMP0001|abs} fewer reviews.'),
    (8, null, '{title:B0MAIN0001} ranks better than {title:B0COMP0001} by {bsr_gap:B0COMP0001|abs}.'),
    (9, null, '{title:B0COMP0001} ranks worse than {title:B0MAIN0001} by {bsr_gap:B0COMP0001|abs}.'),
    (10, null, 'On rating, {title:B0MAIN0001} is ahead of {title:B0COMP0001} by {rating_diff:B0COMP0001} but trails on reviews by {reviews_gap:B0COMP0001|abs}.'),
    (11, null, '{title:B0MAIN0001} has the same rating as {title:B0COMP0002}: {rating_diff:B0COMP0002}.'),
    (12, null, 'The price of {title:B0MAIN0001} is {price_diff_pct:B0COMP0001} higher than that of {title:B0COMP0001}.'),
    (13, 'direction_wrong', '{title:B0MAIN0001} is cheaper than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (14, 'direction_wrong', '{title:B0COMP0001} is dearer than {title:B0MAIN0001} by {price_diff:B0COMP0001}.'),
    (15, 'direction_wrong', '{title:B0MAIN0001} is more expensive than {title:B0COMP0002} by {price_diff:B0COMP0002|abs}.'),
    (16, 'direction_wrong', '{title:B0MAIN0001} is above {title:B0COMP0002} by {price_diff:B0COMP0002|abs}.'),
    (17, 'direction_wrong', '{title:B0MAIN0001} ranks worse than {title:B0COMP0001} by {bsr_gap:B0COMP0001|abs}.'),
    (18, 'direction_wrong', '{title:B0MAIN0001} is behind {title:B0COMP0001} by {rating_diff:B0COMP0001}.'),
    (19, 'direction_wrong', '{title:B0MAIN0001} has more reviews than {title:B0COMP0001}: {reviews_gap:B0COMP0001|abs}.'),
    (20, 'direction_wrong', '{title:B0MAIN0001} has the same price as {title:B0COMP0001}: {price_diff:B0COMP0001}.'),
    (21, 'direction_wrong', '{title:B0MAIN0001} has a higher rating than {title:B0COMP0002} by {rating_diff:B0COMP0002}.'),
    (22, 'direction_wrong', '{title:B0COMP0002} is dearer than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (23, 'direction_wrong', '{title:B0MAIN0001} is dearer than {title:B0COMP0001} by {price_diff:B0COMP0001} and cheaper by {price_diff:B0COMP0001}.'),
    (24, 'direction_unproven', '{title:B0MAIN0001} is cheaper than {title:B0COMP0001}.'),
    (25, 'direction_unproven', '{title:B0MAIN0001} is cheaper at {price:B0MAIN0001}.'),
    (26, 'direction_unproven', '{title:B0MAIN0001} is better than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (27, 'direction_unproven', '{title:B0MAIN0001} has a higher rank than {title:B0COMP0001} by {bsr_gap:B0COMP0001|abs}.'),
    (28, 'direction_unproven', '{title:B0MAIN0001} is cheaper than {title:B0COMP0001} by {rating_diff:B0COMP0001}.'),
    (29, 'direction_unproven', '{title:B0MAIN0001} is the best of all at {price:B0MAIN0001}.'),
    (30, 'direction_unproven', '{title:B0MAIN0001} undercuts {title:B0COMP0002} by {price_diff:B0COMP0002|abs}.'),
    (31, 'direction_unclear', '{title:B0MAIN0001} is not cheaper than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (32, 'direction_unclear', '{title:B0MAIN0001} isn''t dearer than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (33, 'direction_unclear', '{title:B0MAIN0001} would be dearer than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (34, 'direction_unclear', '{title:B0MAIN0001} faces a dearer offer of {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (35, 'direction_unclear', '{title:B0MAIN0001} sees a rival that is dearer by {price_diff:B0COMP0001}.'),
    (36, 'direction_unclear', '{title:B0MAIN0001} {title:B0COMP0001} is dearer by {price_diff:B0COMP0001}.'),
    (37, 'direction_unclear', 'Against {title:B0COMP0001} the price is higher by {price_diff:B0COMP0001}.'),
    (38, 'direction_unclear', 'It is dearer than {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (39, 'direction_unclear', 'The price is higher by {price_diff:B0COMP0001}.'),
    (40, 'sign_twice', '{title:B0MAIN0001} is cheaper than {title:B0COMP0002} by {price_diff:B0COMP0002}.'),
    (41, null, '{title:B0MAIN0001} is cheaper than {title:B0COMP0002}: the difference is {price_diff:B0COMP0002}.'),
    (43, 'direction_wrong', '{title:B0MAIN0001} is cheaper than {title:B0COMP0002} by {price_diff:B0COMP0002|abs} and {title:B0COMP0001} by {price_diff:B0COMP0001}.'),
    (44, 'direction_unproven', '{title:B0MAIN0001} outstrips {title:B0COMP0001} on reviews by {reviews_gap:B0COMP0001|abs}.'),
    (45, 'direction_unproven', '{title:B0MAIN0001} is dearer than {title:B0COMP0001} by {price_diff:B0COMP0001} and outstrips it by {reviews_gap:B0COMP0001|abs}.'),
    (46, 'direction_unproven', '{title:B0MAIN0001} costs {price:B0MAIN0001} since last year.'),
    (47, null, '{title:B0MAIN0001} has the same rating as {title:B0COMP0002}, with a difference of {rating_diff:B0COMP0002|abs}.'),
    (42, 'direction_wrong', '{title:B0MAIN0001} is dearer than {title:B0COMP0002} by {price_diff:B0COMP0002|abs}.');
select results_eq(
    'select t.template, pg_temp.codes(t.template) from texts as t order by t.place', 'select t.template, t.codes from texts as t order by t.place',
    'words that compare agree with the sign of a figure, said of one product'
);
select is(
    (select string_agg(f.detail, ' ') from core.prose_direction_faults(pg_temp.answer((select t.template from texts as t where t.codes = 'direction_wrong' order by t.place limit 1)), pg_temp.evidence()) as f),
    'position, sentence 1: "cheaper" contradicts the sign of its figure.', 'a fault is one sentence'
);

select * from finish();
rollback;
