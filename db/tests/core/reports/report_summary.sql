begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(7);

create function pg_temp.claim(p_id text, p_value jsonb, p_unit text) returns jsonb language sql stable as $$
    select jsonb_build_object('id', p_id, 'metric', split_part(p_id, ':', 1), 'asin', split_part(p_id, ':', 2), 'value', p_value, 'text', core.claim_text(p_value, p_unit, 'EUR'));
$$;
create temp table made on commit drop as
select e.evidence, core.report_summary(e.evidence, 'M') as summary
from (
    select jsonb_build_array(
        pg_temp.claim('title:M', '"Kettle"', 'text'), pg_temp.claim('price:M', '12', 'currency'), pg_temp.claim('date:M', '"2025-03-30"', 'date'),
        pg_temp.claim('title:B', '"Pot"', 'text'), pg_temp.claim('price_diff:B', '-3', 'currency'), pg_temp.claim('price_diff_pct:B', '-20.00', 'percent'),
        pg_temp.claim('title:A', '"Pan {price:M}"', 'text'), pg_temp.claim('price_diff:A', '2', 'currency'), pg_temp.claim('rating_diff:A', '-0.1', 'stars')
    ) as evidence
) as e;
create temp view sentences as
select s.section, l.place, l.sentence from made as m cross join lateral jsonb_each(m.summary) as s (section, list)
cross join lateral jsonb_array_elements(s.list) with ordinality as l (sentence, place);

select results_eq(
    $$select s.sentence ->> 'text', s.sentence ->> 'tone' from sentences as s where s.section = 'price' order by s.place$$,
    $$values ('Kettle costs 12.00 EUR.', 'neutral'), ('Pot is dearer, by 3.00 EUR: 20 % of its price.', 'good')$$,
    'sentences of a section in their order; one that lacks a claim is left out'
);
select results_eq(
    $$select s.sentence -> 'claims', s.sentence ->> 'template' from sentences as s where s.section = 'price' and s.place = 2$$,
    $$values ('["price_diff:B", "price_diff_pct:B", "title:B"]'::jsonb, '{title:B} is dearer, by {price_diff:B|abs}: {price_diff_pct:B|abs} of its price.')$$,
    'a sentence has its template and the claims in it'
);
select results_eq(
    $$select s.sentence ->> 'text' from sentences as s where s.section = 'insights'$$,
    $$values ('Pan {price:M} is both cheaper, by 2.00 EUR, and better rated, by 0.1 stars.')$$,
    'the text of a product does not become a slot'
);
select is_empty(
    $$
        select s.sentence from sentences as s cross join lateral regexp_matches(s.sentence ->> 'template', '\{([^}|]+)', 'g') as m (slot)
        where not s.sentence -> 'claims' ? m.slot[1]
            or not exists (select from made as x cross join lateral jsonb_array_elements(x.evidence) as c (claim) where c.claim ->> 'id' = m.slot[1])
    $$,
    'each slot is a claim'
);
select is_empty($$select s.sentence from sentences as s where regexp_replace(s.sentence ->> 'template', '\{[^}]*\}', '', 'g') ~ '[0-9]'$$, 'no figure stands outside a slot');
select ok((select bool_and(s.sentence ->> 'tone' in ('good', 'bad', 'neutral')) from sentences as s), 'each has a tone');
select is(core.report_summary('[]', 'M'), '{}'::jsonb, 'without claims nothing is said');

select * from finish();
rollback;
