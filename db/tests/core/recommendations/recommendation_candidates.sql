begin;
set local search_path to extensions, public;
\ir ../../support/load_run.psql
set local role asinmart_owner;
\ir ../../support/recommendations.psql
select plan(4);

select is_empty(
    $$select * from core.recommendation_candidates(pg_temp.subject(), core.recommendation_limits())$$, 'no rule objects to a product like the others'
);
select is(
    pg_temp.found(
        'recommendation_candidates',
        '{"price": 25, "price_above_median_pct": 25, "bsr": 900, "title_length": 30, "bullet_count": 1, "has_image": false, "rating_shortfall": 0.4,
            "missed_days_30d": 6, "buybox_seller": "Other", "bsr_category": "Cups"}'
    ),
    'bullets_too_few: 1 -> 5, 1.00; buybox_seller_changed: Other -> Own, 1.00; category_differs: Cups -> Mugs, 1.00; '
        'image_missing: false -> true, 1.00; out_of_stock: 6 -> -, 1.00; price_above_peers: 25 -> 20, 1.00; '
        'rating_below_peers: 4.2 -> 4.2, 1.00; title_too_short: 30 -> 100, 1.00',
    'all rules look at it'
);
select is_empty(
    $$
        select c.rule, s.slot[1]
        from core.recommendation_candidates(
            pg_temp.subject('{"price": 25, "price_above_median_pct": 25, "bsr": 900, "title_length": 30, "bullet_count": 1, "has_image": false,
                "rating_shortfall": 0.4, "missed_days_30d": 6, "buybox_seller": "Other", "bsr_category": "Cups", "reviews_share_pct": 1}'),
            core.recommendation_limits()
        ) as c
        cross join lateral regexp_matches(c.reason || c.expected_effect || '{' || array_to_string(c.deciding, '}{') || '}', '{([^{}]+)}', 'g') as s (slot)
        where s.slot[1] not in (
            select k.claim ->> 'id' from jsonb_array_elements(core.recommendation_claims(pg_temp.subject())) as k (claim)
        )
    $$,
    'every slot and every deciding fact is a claim'
);
select is_empty(
    $$
        select c.rule
        from core.recommendation_candidates(
            pg_temp.subject('{"price": 25, "price_above_median_pct": 25, "bsr": 900, "title_length": 300, "bullet_count": 1, "has_image": false,
                "rating_shortfall": 0.4, "missed_days_30d": 6, "buybox_seller": "Other", "bsr_category": "Cups", "reviews_share_pct": 1}'),
            core.recommendation_limits()
        ) as c
        where regexp_replace(c.reason || c.expected_effect, '{[^{}]*}', '', 'g') ~ '[0-9{}]'
    $$,
    'no sentence has a figure outside a slot'
);

select * from finish();
rollback;
