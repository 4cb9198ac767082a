-- Names and units are those of competition reports. better says which values are in favour of a product; null: neither.
create or replace function api.matrix_columns()
returns table (place integer, metric text, label text, unit text, better text)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
        (1, 'price', 'Price', 'currency', 'low'),
        (2, 'buybox_price', 'Featured offer', 'currency', 'low'),
        (3, 'bsr', 'Best-seller rank', 'rank', 'low'),
        (4, 'rating', 'Rating', 'stars', 'high'),
        (5, 'reviews_count', 'Ratings', 'count', 'high'),
        (6, 'bullet_count', 'Bullet points', 'count', 'high'),
        (7, 'title_length', 'Title, characters', 'count', null);
$$;
comment on function api.matrix_columns() is 'The metrics of api.competition_matrix, in the order of its cells.';
grant execute on function api.matrix_columns() to asinmart_api;
