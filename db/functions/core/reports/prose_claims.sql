-- The claims of a report that a language model is given, and may use: the names of products and brands, what the sentences by rules that
-- it writes anew state, and the same of the other products. Not so where the rules have a reason to be silent: trends that are none,
-- ranks of two categories. Others, such as values of an earlier day, would have to be told apart from these by words.
create or replace function core.prose_claims(
    p_summary jsonb,
    p_evidence jsonb
)
returns jsonb
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with claims as (
        select
            c.claim, c.place, c.claim ->> 'metric' as metric,
            exists (select from core.prose_sections(p_summary) as s where s.sentence -> 'claims' ? (c.claim ->> 'id')) as is_stated
        from jsonb_array_elements(p_evidence) with ordinality as c (claim, place)
    )
    select coalesce(jsonb_agg(c.claim order by c.place), '[]')
    from claims as c
    where c.metric in ('title', 'brand') or c.is_stated
        or c.metric in (select s.metric from claims as s where s.is_stated) and c.metric !~ '[.]'
            and (
                c.metric !~ '^bsr_gap'
                or exists (
                    select from claims as k
                    where k.metric = 'is_same_bsr_category' and k.claim -> 'asin_comp' = c.claim -> 'asin_comp' and k.claim -> 'value' = 'true'
                )
            );
$$;
comment on function core.prose_claims(jsonb, jsonb) is 'Claims of a report that a language model may use.';
