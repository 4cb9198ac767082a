-- The attribute name that most pages use is tried first; staging_raw.phrases has the others, as pages write them.
create or replace function staging_raw.rank_text(p_attributes jsonb)
returns text
language plpgsql
stable
strict
parallel safe
as $$
declare
    v_text text := coalesce(p_attributes ->> 'Best Sellers Rank', p_attributes ->> 'Amazon Bestsellers Rank');
begin
    if v_text is null then
        select p_attributes ->> p.phrase into v_text
        from staging_raw.phrases as p
        where p.kind = 'rank_name' and p_attributes ? p.phrase
        limit 1;
    end if;
    return v_text;
end;
$$;
comment on function staging_raw.rank_text(jsonb) is 'Best-seller ranks in the attributes as one text; null without any.';
