begin;
set local search_path to extensions, public;
\ir ../../support/prose.psql
set local role asinmart_owner;
select plan(4);

create temp table made as
select core.prose_summary(
    pg_temp.answer('{title:B0MAIN0001} costs {price_diff:B0COMP0001} more than {title:B0COMP0001}.', 'It costs {price:B0MAIN0001}.', 'In stock: {in_stock:B0MAIN0001}.'),
    pg_temp.summary(), pg_temp.evidence()
) as summary;
select is(
    (select m.summary #> '{position,0}' from made as m),
    '{
        "template": "{title:B0MAIN0001} costs {price_diff:B0COMP0001} more than {title:B0COMP0001}.", "text": "Acme Mug, blue costs 3.00 USD more than Borealis Cup.",
        "claims": ["price_diff:B0COMP0001", "title:B0COMP0001", "title:B0MAIN0001"], "tone": "bad"
    }', 'figures and names are filled in; the tone is that of the sentence by rules about the same fact'
);
select results_eq(
    $$select s.sentence ->> 'tone' from made as m cross join lateral jsonb_array_elements(m.summary -> 'position') with ordinality as s (sentence, place) order by s.place$$,
    array['bad', 'neutral', 'neutral'], 'others are neutral'
);
select is((select m.summary - 'position' from made as m), pg_temp.summary() - 'position', 'sections that a model does not write stay');
select is(core.prose_summary('{"sections": {}}', pg_temp.summary(), '[]'), pg_temp.summary(), 'without sentences all of it stays');

select * from finish();
rollback;
