begin;
set local search_path to extensions, public;
select plan(3);

create function pg_temp.faults(p_values jsonb) returns text[] language sql as $$
    select staging_raw.field_faults(o) from jsonb_populate_record(null::staging_raw.observation, p_values) as o
$$;
select is(pg_temp.faults('{"price": 1, "rating": 5, "bsr": 1, "reviews_count": 0}'), null, 'a valid row has no faults');
select is(
    pg_temp.faults('{"price": -1, "list_price": 1e11, "rating": 9, "bsr": 0, "bsr_main": 2147483648, "list_rank": 0, "reviews_count": -1, "offers_count": -2}'),
    array[
        'price: -1 is not a price', 'list_price: 100000000000 is not a price', 'rating: 9 is not within 0 and 5', 'bsr: 0 is not a rank',
        'bsr_main: 2147483648 is not a rank', 'list_rank: 0 is not a rank', 'reviews_count: -1 is not a count', 'offers_count: -2 is not a count'
    ],
    'each invalid field is listed with the reason'
);
select is(pg_temp.faults('{}'), null, 'a missing value is no fault');

select * from finish();
rollback;
