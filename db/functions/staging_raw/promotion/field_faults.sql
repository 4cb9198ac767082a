-- Fields of a standard row with invalid values, as a list of "field: reason". The row is kept without them.
create or replace function staging_raw.field_faults(p_row staging_raw.observation)
returns text[]
language sql
immutable
parallel safe
as $$
    select array_agg(f.field || ': ' || f.value || ' ' || f.why order by f.place)
    from (values
        (1, 'price', p_row.price, 'is not a price', staging_raw.amount(p_row.price) is null),
        (2, 'list_price', p_row.list_price, 'is not a price', staging_raw.amount(p_row.list_price) is null),
        (3, 'buybox_price', p_row.buybox_price, 'is not a price', staging_raw.amount(p_row.buybox_price) is null),
        (4, 'rating', p_row.rating, 'is not within 0 and 5', not (p_row.rating between 0 and 5)),
        (5, 'bsr', p_row.bsr, 'is not a rank', not (p_row.bsr between 1 and 2147483647)),
        (6, 'bsr_main', p_row.bsr_main, 'is not a rank', not (p_row.bsr_main between 1 and 2147483647)),
        (7, 'list_rank', p_row.list_rank, 'is not a rank', not (p_row.list_rank between 1 and 2147483647)),
        (8, 'reviews_count', p_row.reviews_count, 'is not a count', not (p_row.reviews_count between 0 and 2147483647)),
        (9, 'offers_count', p_row.offers_count, 'is not a count', not (p_row.offers_count between 0 and 2147483647))
    ) as f (place, field, value, why, is_fault)
    where f.is_fault and f.value is not null;
$$;
comment on function staging_raw.field_faults(staging_raw.observation) is 'Fields of a standard row that are dropped because their values are invalid, and why; null when all are valid.';
