begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    core.fill_slots('{title:A} is cheaper, by {price_diff:B|abs}.', '[{"id": "title:A", "text": "Mug"}, {"id": "price_diff:B", "text": "-4.00 USD"}]'),
    'Mug is cheaper, by 4.00 USD.', 'slots are filled with the texts of claims'
);
select is(core.fill_slots('{title:A}', '[]'), '{title:A}', 'a slot without a claim stays');

select * from finish();
rollback;
