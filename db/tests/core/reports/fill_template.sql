begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(6);

create function pg_temp.filled(p_template text) returns text language sql stable as $$
    select core.fill_template(p_template, '{"title:A": "Mug", "price_diff:B": "-4.00 USD", "bsr_gap:B": "1,940", "title:B": "{price_diff:B}"}');
$$;
select is(pg_temp.filled('{title:A} costs {price_diff:B} more.'), 'Mug costs -4.00 USD more.', 'slots are filled with texts');
select is(pg_temp.filled('{price_diff:B|abs} less, {bsr_gap:B|abs} places'), '4.00 USD less, 1,940 places', 'without the sign where the sentence says the direction');
select is(pg_temp.filled('{price:C} and {price:C|abs}'), '{price:C} and {price:C|abs}', 'a slot without a claim stays, for a reader to see');
select is(pg_temp.filled('{title:B}'), '{price_diff:B}', 'a text that looks like a slot is not filled in turn');
select is(pg_temp.filled('No figures.'), 'No figures.', 'a sentence without slots is itself');
select is(pg_temp.filled('{title:A}{title:A}'), 'MugMug', 'slots can follow each other');

select * from finish();
rollback;
