begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(2);

select is(
    staging_raw.value_text('{title, price}'), 'when ''price'' then to_jsonb(staging_raw.amount(o.price)) when ''title'' then to_jsonb(o.title)',
    'amounts are rounded, other values are as they are'
);
select is(
    staging_raw.value_text('{used_price, rating}'),
    'when ''rating'' then to_jsonb(round(o.rating, 2)) when ''used_price'' then to_jsonb(nullif(round(o.used_price, 2), 0))', 'each column as its table has it'
);

select * from finish();
rollback;
