-- A gap is the main product's value minus the competitor's.
create or replace function api.report_metrics()
returns table (matrix text, place integer, metric text, heading text, better integer, clear numeric, large numeric)
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    values
        ('standings', 1, 'score_rank', 'Place', 0, null::numeric, null::numeric),
        ('standings', 2, 'composite_score', 'Score', 0, null, null),
        ('standings', 3, 'rank_if_weights_move', 'Place if weights move', 0, null, null),
        ('standings', 4, 'price_score', 'Price score', 0, null, null),
        ('standings', 5, 'bsr_score', 'Rank score', 0, null, null),
        ('standings', 6, 'rating_score', 'Rating score', 0, null, null),
        ('standings', 7, 'reviews_score', 'Reviews score', 0, null, null),
        ('standings', 8, 'price', 'Price', 0, null, null),
        ('standings', 9, 'bsr', 'Best-seller rank', 0, null, null),
        ('standings', 10, 'rating', 'Rating', 0, null, null),
        ('standings', 11, 'reviews_count', 'Ratings', 0, null, null),
        ('gaps', 1, 'price_diff', 'Price', -1, null, null),
        ('gaps', 2, 'price_diff_pct', 'Price, %', -1, 5, 15),
        ('gaps', 3, 'buybox_diff_pct', 'Featured offer, %', -1, 5, 15),
        ('gaps', 4, 'bsr_gap', 'Rank', -1, null, null),
        ('gaps', 5, 'bsr_gap_pct', 'Rank, %', -1, 20, 60),
        ('gaps', 6, 'rating_diff', 'Rating', 1, 0.2, 0.5),
        ('gaps', 7, 'reviews_gap', 'Ratings', 1, null, null),
        ('gaps', 8, 'reviews_gap_pct', 'Ratings, %', 1, 20, 60);
$$;
comment on function api.report_metrics() is 'The metrics that the tables of a report show. better: sign of a gap in favour of the main product, 0 where there is none; clear and large: sizes from which a gap has two or three marks.';
grant execute on function api.report_metrics() to asinmart_api;
