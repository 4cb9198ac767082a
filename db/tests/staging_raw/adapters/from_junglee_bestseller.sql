begin;
set local search_path to extensions, public;
set local time zone 'UTC';
select plan(3);

create function pg_temp.same_columns(p_row staging_raw.observation, p_expected jsonb)
returns jsonb
language sql
as $$
    select jsonb_object_agg(e.key, e.value) from jsonb_each(to_jsonb(p_row)) as e where p_expected ? e.key;
$$;

create temp table base on commit drop as
select '{
    "asin": "B0DEMOZ080",
    "title": "Tag",
    "thumbnailImage": "i",
    "bestsellerPageData": {"categoryName": "Electronics"},
    "features": ["a", "b"],
    "productOverview": [{"key": "Brand", "value": "Finch"}, {"key": "Model Name", "value": "T4"}],
    "price": {"currency": "$", "value": "79.99"}
}'::jsonb as item;

select is(
    (select pg_temp.same_columns(o, t.expected::jsonb) from staging_raw.from_junglee_bestseller(base.item || t.change::jsonb) as o),
    t.expected::jsonb,
    t.description
)
from base
cross join (values
    (
        '{}',
        '{
            "asin": "B0DEMOZ080",
            "status": "ok",
            "price": 79.99,
            "brand": "Finch",
            "model": "T4",
            "list_category": "Electronics",
            "list_rank": null,
            "bullets": ["a", "b"]
        }',
        'a CSV row has texts for numbers and no rank'
    ),
    ('{"price": null}', '{"status": "no_offer", "price": null}', 'a blank price is missing'),
    (
        '{
            "bestsellerPageData": {"categoryName": "Electronics", "rank": "#7"},
            "stars": "4.5",
            "reviewsCount": "1,234"
        }',
        '{"list_rank": 7, "rating": 4.5, "reviews_count": 1234}',
        'a rank is used when there is one'
    )
) as t (change, expected, description);

select * from finish();
rollback;
