-- More than half of the competitors with a rank must be in one category. A product without a rank on one day may have one on others:
-- only none in the 30 days counts.
create or replace function core.recommend_category(
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
        k.rule, 'category', p_subject.bsr_category, p_subject.common_bsr_category, 'text', 3::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.common_bsr_category_count,
            2.0 * p_subject.common_bsr_category_count / nullif(p_subject.categorised_count, 0) - 1
        ),
        k.reason, 'In {common_bsr_category} it stands on the list on which shoppers find {common_bsr_category_count} of its competitors.',
        k.deciding
    from (
        select
            'category_missing' as rule, array['common_bsr_category'] as deciding,
            'It has no rank in any category; {common_bsr_category_count} of {categorised_count} competitors are ranked in '
                '{common_bsr_category}.' as reason
        where p_subject.bsr_category is null and p_subject.bsr_avg_30d is null
        union all
        select
            'category_differs', array['bsr_category', 'common_bsr_category'],
            'It is ranked in {bsr_category}; {common_bsr_category_count} of {categorised_count} competitors are ranked in '
                '{common_bsr_category}.'
        where p_subject.bsr_category <> p_subject.common_bsr_category
    ) as k
    where p_subject.common_bsr_category_count >= (p_limits ->> 'min_competitors')::integer
        and p_subject.common_bsr_category_count * 2 > p_subject.categorised_count;
end;
$$;
comment on function core.recommend_category(core.recommendation_subject, jsonb) is 'Rules about the category: the product has no rank, or one in another category than most competitors.';
