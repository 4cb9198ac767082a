-- Features of a product as the parser reads them from attributes and bullet points; of several readings of one feature the surest.
-- core.refresh_feature_values keeps the rows of the parser in core.product_feature_values equal to it.
create or replace function definitions.product_feature_values(p_asin text, p_marketplace text)
returns table (
    asin text, marketplace text, feature_name text, feature_category text, feature_value text, normalized_value text, numeric_value numeric,
    unit text, confidence numeric, extracted_at timestamptz
)
language sql
stable
as $$
    select distinct on (s.feature_name)
        s.asin,
        s.marketplace,
        s.feature_name,
        s.feature_category,
        s.feature_value,
        (s.measure).normalized_value,
        (s.measure).numeric_value,
        (s.measure).unit,
        s.confidence,
        s.extracted_at
    from (
        select
            a.asin, a.marketplace, v.feature_name, a.feature_category, v.feature_value, v.confidence, a.place, a.extracted_at,
            staging_raw.parse_measure(v.feature_value, a.decimal_sign) as measure
        from (
            select
                f.asin, f.marketplace, f.extracted_at, m.decimal_sign, e.place, btrim(e.value, U&' \00A0\200E\200F\0009\000A\000D') as value,
                n.name is not null as is_known,
                coalesce(n.feature_name, staging_raw.fold_attribute(e.name)) as feature_name,
                coalesce(n.feature_category, 'other') as feature_category
            from core.product_features as f
            inner join core.marketplaces as m on m.marketplace = f.marketplace
            cross join lateral jsonb_each_text(case jsonb_typeof(f.attributes) when 'object' then f.attributes else '{}' end)
                with ordinality as e (name, value, place)
            left join core.feature_names as n on n.name = staging_raw.fold_attribute(e.name)
            where f.asin = p_asin and f.marketplace = p_marketplace
        ) as a
        -- "7 x 7 x 10 cm; 140 g" has two features.
        cross join lateral (
            select
                a.feature_name,
                case when a.feature_name in ('dimensions', 'package dimensions') then btrim(split_part(a.value, ';', 1)) else a.value end
                    as feature_value,
                case when a.is_known then 0.95 else 0.8 end as confidence
            union all
            select case a.feature_name when 'dimensions' then 'weight' else 'package weight' end, btrim(split_part(a.value, ';', 2)), 0.9
            where a.feature_name in ('dimensions', 'package dimensions') and split_part(a.value, ';', 2) <> ''
        ) as v
        where a.feature_category <> 'ignored' and a.feature_name <> '' and v.feature_value <> '' and length(v.feature_value) <= 1000
        union all
        select
            b.asin, b.marketplace, w.feature_name, w.feature_category, w.words, 0.6, 0, b.extracted_at,
            staging_raw.parse_measure(w.words, b.decimal_sign)
        from (
            select f.asin, f.marketplace, f.extracted_at, m.decimal_sign, t.text
            from core.product_features as f
            inner join core.marketplaces as m on m.marketplace = f.marketplace
            cross join lateral (
                select lower(string_agg(e.bullet, E'\n' order by e.place)) as text
                from jsonb_array_elements_text(case jsonb_typeof(f.bullets) when 'array' then f.bullets else '[]' end)
                    with ordinality as e (bullet, place)
            ) as t
            where f.asin = p_asin and f.marketplace = p_marketplace
        ) as b
        cross join lateral (
            select r.feature_name, r.feature_category, case when f.found is not null then coalesce(r.feature_value, f.found) end as words
            from core.feature_rules as r
            cross join lateral (select substring(b.text from r.pattern) as found offset 0) as f
            offset 0
        ) as w
        where w.words <> ''
    ) as s
    order by s.feature_name, s.confidence desc, s.place, s.feature_value;
$$;
comment on function definitions.product_feature_values(text, text) is 'Features of a product, from its attributes and bullet points.';
