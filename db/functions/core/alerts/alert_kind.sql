-- Maps a rule type to the kind under which core.alerts stores its alerts. No SET clause: it must inline.
create or replace function core.alert_kind(p_rule_type text)
returns text
language sql
immutable
as $$
    select case p_rule_type
        when 'price' then 'PRICE_SPIKE'
        when 'bsr' then 'BSR_DROP'
        when 'rating' then 'RATING_DROP'
        when 'reviews' then 'REVIEWS_CHANGE'
        when 'buybox_price' then 'BUYBOX_CHANGE'
        when 'buybox_seller' then 'BUYBOX_CHANGE'
        when 'stock' then 'STOCK_CHANGE'
        when 'listing' then 'LISTING_CHANGE'
        when 'extreme' then 'NEW_EXTREME'
        when 'undercut' then 'COMPETITOR_UNDERCUT'
        when 'bestseller_list' then 'BESTSELLER_LIST'
    end;
$$;
comment on function core.alert_kind(text) is 'Kind of alert that a rule of a type raises.';
