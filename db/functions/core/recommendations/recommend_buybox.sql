-- A page that shows no seller of the featured offer says nothing; only the state no_offer says that there is none.
create or replace function core.recommend_buybox(
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
    select r.*
    from (
        select
            'buybox_lost', 'buybox', null, p_subject.top_buybox_seller, 'text', 1::smallint,
            core.recommendation_confidence(p_subject, null, null),
            'There is no featured offer; {top_buybox_seller} had it on {top_buybox_share_pct_30d} of {buybox_days_30d} days.',
            'With a featured offer the product can be bought with one click again, as on most of {buybox_days_30d} days.',
            array['status', 'top_buybox_seller']
        where p_subject.status = 'no_offer' and p_subject.buybox_seller is null
        union all
        select
            'buybox_seller_changed', 'buybox', p_subject.buybox_seller, p_subject.top_buybox_seller, 'text', 2::smallint,
            core.recommendation_confidence(p_subject, null, null),
            '{buybox_seller} has the featured offer; {top_buybox_seller} had it on {top_buybox_share_pct_30d} of {buybox_days_30d} days.',
            'Orders go to {top_buybox_seller} again.',
            array['buybox_seller', 'top_buybox_seller']
        where p_subject.buybox_seller <> p_subject.top_buybox_seller
    ) as r
    where p_subject.buybox_days_30d >= (p_limits ->> 'buybox_days')::integer
        and p_subject.top_buybox_share_pct_30d >= (p_limits ->> 'buybox_share_pct')::numeric;
end;
$$;
comment on function core.recommend_buybox(core.recommendation_subject, jsonb) is 'Rules about the featured offer: there is none any more, or another seller has it than on most days.';
