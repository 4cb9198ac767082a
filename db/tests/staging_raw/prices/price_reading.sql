begin;
set local search_path to extensions, public;
select plan(6);

select is((select r.currencies from staging_raw.price_reading('$12.99 USD') as r), array['USD'], 'a code precedes its sign');
select is((select r.currencies from staging_raw.price_reading('US$12.99 (AED 47.70)') as r), array['USD'], 'a currency that the rules remove does not count');
select is((select r.currencies from staging_raw.price_reading(U&'\20AC5 \00A35') as r), array['EUR', 'GBP'], 'two currencies are kept');
select is((select r.amounts[1] from staging_raw.price_reading('$12 99') as r), U&'12\00B799', 'cents are joined');
select is((select r.amounts[1] from staging_raw.price_reading(U&'\FFE512 99') as r), '12', 'cents are not joined for yen');
select is((select r.symbols from staging_raw.price_reading('12 $1.00/100 g') as r), '', 'a bare number is no price when all signs belong to others');

select * from finish();
rollback;
