begin;
set local search_path to extensions, public;
select plan(2);

select is(staging_raw.currency_codes() ->> 'Rs.', 'INR', 'a sign has its currency');
select is(
    (select count(*)::integer from jsonb_object_keys(staging_raw.currency_codes())),
    (select sum(cardinality(s.signs))::integer from staging_raw.currency_signs() as s), 'all signs are included'
);

select * from finish();
rollback;
