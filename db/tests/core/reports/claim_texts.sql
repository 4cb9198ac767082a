begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    core.claim_texts('[{"id": "price:A", "text": "1.00 USD", "value": 1}, {"id": "bsr:A", "text": "#5", "value": 5}]'),
    '{"price:A": "1.00 USD", "bsr:A": "#5"}'::jsonb, 'each claim has its text by its id'
);
select is(core.claim_texts('[]'), '{}'::jsonb, 'no claims have no texts');

select * from finish();
rollback;
