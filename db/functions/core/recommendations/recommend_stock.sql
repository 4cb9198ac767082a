create or replace function core.recommend_stock(
    p_subject core.recommendation_subject,
    p_limits jsonb
)
returns setof core.recommendation_candidate
language plpgsql
immutable
set search_path = pg_catalog, pg_temp
as $$
begin
    return query
    select
        'out_of_stock', 'stock', p_subject.missed_days_30d::text, null, 'days', 1::smallint,
        core.recommendation_confidence(p_subject, null, p_subject.missed_days_30d / (p_limits ->> 'missed_days')::numeric - 1),
        'On {missed_days_30d} of {known_stock_days_30d} days with a known stock status it was out of stock while a competitor was not.',
        'What shoppers bought elsewhere on {missed_days_30d} days, they can buy here.',
        array['missed_days_30d']
    where p_subject.missed_days_30d >= (p_limits ->> 'missed_days')::integer;
end;
$$;
comment on function core.recommend_stock(core.recommendation_subject, jsonb) is 'Rule about stock: days out of stock while a competitor could be bought.';
