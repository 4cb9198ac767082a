create or replace function staging_raw.rank_text(p_attributes jsonb)
returns text
language sql
immutable
parallel safe
as $$
    select coalesce(
        p_attributes ->> 'Best Sellers Rank',
        p_attributes ->> 'Best-sellers rank',
        p_attributes ->> 'Best Seller Rank',
        p_attributes ->> 'Amazon Best Sellers Rank',
        p_attributes ->> 'Amazon Bestsellers Rank',
        p_attributes ->> 'Amazon Bestseller-Rang'
    );
$$;
comment on function staging_raw.rank_text(jsonb) is 'Best-seller ranks as the attributes show them, one text; null when they do not.';
