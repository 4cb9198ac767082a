set role mart_owner;
-- The odds of a word are reviews with it against reviews without it; log_odds compares the main product's with those of its competitors
-- together. Half a review is added to each of the four counts (Haldane and Anscombe), so that a word that only one side uses has a finite
-- value; z_score divides by the standard error, the root of the sum of 1 / count. Stop words are those of PostgreSQL's dictionaries, tested
-- for the few words that are left; in shops that write English a word that is a stop word elsewhere alone may be what the product is.
create or replace view mart.review_words as
select
    k.tenant_id,
    k.asin_main,
    k.marketplace,
    w.word,
    w.main_review_count,
    round(100.0 * w.main_review_count / w.main_total, 1) as main_pct,
    w.comp_review_count,
    round(100.0 * w.comp_review_count / w.comp_total, 1) as comp_pct,
    round(ratio.log_odds, 3) as log_odds,
    round(ratio.log_odds / ratio.standard_error, 2) as z_score
from (
    select l.tenant_id, l.asin_main, l.marketplace from core.competitor_links as l
    union
    select g.tenant_id, g.asin_main, g.marketplace from core.competitive_groups as g where g.is_active
) as k
cross join lateral (
    with members as (
        select k.asin_main as asin, true as is_main
        union
        select l.asin_comp, false
        from core.competitor_links as l
        where l.tenant_id = k.tenant_id and l.asin_main = k.asin_main and l.marketplace = k.marketplace
        union
        select m.asin, false
        from core.competitive_groups as g
        inner join core.competitive_group_members as m on m.group_id = g.id and m.tenant_id = g.tenant_id
        where g.tenant_id = k.tenant_id and g.asin_main = k.asin_main and g.marketplace = k.marketplace and g.is_active and m.is_active
            and m.asin <> k.asin_main
    ),
    reviews as materialized (
        select m.is_main, tsvector_to_array(r.words) as words
        from members as m
        inner join core.reviews as r on r.asin = m.asin and r.marketplace = k.marketplace
    ),
    totals as materialized (
        select count(*) filter (where r.is_main) as main_total, count(*) filter (where not r.is_main) as comp_total from reviews as r
    ),
    used as materialized (
        select u.word, count(*) filter (where r.is_main) as main_review_count, count(*) filter (where not r.is_main) as comp_review_count
        from reviews as r
        cross join lateral unnest(r.words) as u (word)
        group by u.word
        having count(*) >= 3
    )
    select u.word, u.main_review_count, u.comp_review_count, t.main_total, t.comp_total
    from used as u
    cross join totals as t
    where t.main_total > 0
        and t.comp_total > 0
        and u.word ~ '^[[:alpha:]]{3,30}$'
) as w
cross join lateral (
    select
        ln(
            (w.main_review_count + 0.5) * (w.comp_total - w.comp_review_count + 0.5)
            / ((w.comp_review_count + 0.5) * (w.main_total - w.main_review_count + 0.5))
        ) as log_odds,
        sqrt(
            1 / (w.main_review_count + 0.5) + 1 / (w.main_total - w.main_review_count + 0.5)
            + 1 / (w.comp_review_count + 0.5) + 1 / (w.comp_total - w.comp_review_count + 0.5)
        ) as standard_error
) as ratio
where w.word not in ('didn', 'doesn', 'isn', 'wasn', 'weren', 'aren', 'couldn', 'wouldn', 'shouldn', 'hasn', 'haven', 'hadn', 'quot', 'nbsp')
    and case
        when w.word in ('hat', 'man', 'men', 'son', 'tan', 'ton', 'war')
            and k.marketplace in ('US', 'CA', 'UK', 'IE', 'AU', 'SG', 'ZA', 'IN', 'AE') then true
        else not exists (
            select
            from unnest(array[
                'pg_catalog.english_stem', 'pg_catalog.german_stem', 'pg_catalog.french_stem', 'pg_catalog.spanish_stem',
                'pg_catalog.italian_stem', 'pg_catalog.portuguese_stem', 'pg_catalog.dutch_stem', 'pg_catalog.swedish_stem',
                'pg_catalog.turkish_stem'
            ]::regdictionary[]) as d (dictionary)
            where ts_lexize(d.dictionary, w.word) = '{}'
        )
    end;
comment on view mart.review_words is 'Words that set the reviews of a main product apart from those of its competitors together: one row per tenant, main product and word that at least 3 of these reviews use. Languages without spaces between words are not split.';
comment on column mart.review_words.tenant_id is 'Tenant whose competitors they are.';
comment on column mart.review_words.asin_main is 'Main product.';
comment on column mart.review_words.marketplace is 'Marketplace of all.';
comment on column mart.review_words.word is 'Word in lower case, 3 to 30 letters, none of the stop words of nine languages.';
comment on column mart.review_words.main_review_count is 'Reviews of the main product that use it.';
comment on column mart.review_words.main_pct is 'The same in percent of its reviews, 1 decimal.';
comment on column mart.review_words.comp_review_count is 'Reviews of its competitors that use it.';
comment on column mart.review_words.comp_pct is 'The same in percent of their reviews, 1 decimal.';
comment on column mart.review_words.log_odds is 'Natural logarithm of the odds ratio, main product to competitors; above 0: the main product''s reviews use it more.';
comment on column mart.review_words.z_score is 'log_odds divided by its standard error; beyond 2 or -2 it is hardly chance, for one word looked at alone.';
grant select on mart.review_words to mart_reader, tenant_reader, asinmart_api, asinmart_admin, asinmart_owner;
reset role;
