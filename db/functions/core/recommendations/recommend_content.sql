-- The rules know how long a title or how many bullet points are, and nothing of what they say. What is unknown is no reason to act: an
-- image that no source shows is missing only where competitors have one.
create or replace function core.recommend_content(
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
        'title_too_short', 'title', p_subject.title_length::text, p_subject.title_length_median::text, 'count', 3::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.titled_count,
            (p_limits ->> 'title_share')::numeric * p_subject.title_length_median / nullif(p_subject.title_length, 0) - 1
        ),
        'The title has {title_length} characters; the median of {titled_count} competitors is {title_length_median}.',
        'A title of about {title_length_median} characters has room for more of the words that shoppers search for.',
        array['title_length', 'title_length_median']
    where p_subject.title_length < (p_limits ->> 'title_share')::numeric * p_subject.title_length_median
        and p_subject.titled_count >= (p_limits ->> 'min_competitors')::integer
    union all
    select
        'title_too_long', 'title', p_subject.title_length::text, p_subject.title_length_median::text, 'count', 4::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.titled_count, p_subject.title_length / (p_limits ->> 'title_max_length')::numeric - 1
        ),
        'The title has {title_length} characters, which is over the limit; the median of {titled_count} competitors is {title_length_median}.',
        'A title of about {title_length_median} characters is shown in full.',
        array['title_length', 'title_length_median']
    where p_subject.title_length > (p_limits ->> 'title_max_length')::integer
        and p_subject.title_length > p_subject.title_length_median
        and p_subject.titled_count >= (p_limits ->> 'min_competitors')::integer
    union all
    select
        'bullets_too_few', 'bullets', p_subject.bullet_count::text, p_subject.bullet_count_median::text, 'count', 3::smallint,
        core.recommendation_confidence(
            p_subject, p_subject.bulleted_count, p_subject.bullet_count_median::numeric / nullif(p_subject.bullet_count, 0) - 1
        ),
        'The number of bullet points is {bullet_count}; the median of {bulleted_count} competitors is {bullet_count_median}.',
        'With {bullet_count_median} bullet points the listing says as much as those it is compared with.',
        array['bullet_count', 'bullet_count_median']
    where p_subject.bullet_count < (p_limits ->> 'min_bullets')::integer
        and p_subject.bullet_count < p_subject.bullet_count_median
        and p_subject.bulleted_count >= (p_limits ->> 'min_competitors')::integer
    union all
    select
        'image_missing', 'images', 'false', 'true', 'yes_no', 2::smallint,
        core.recommendation_confidence(p_subject, p_subject.pictured_count, null),
        'The listing has no image; {pictured_count} of {competitor_count} competitors have one.',
        'Shoppers who compare it with its {competitor_count} competitors see what it looks like.',
        array['has_image']
    where p_subject.has_image is false and p_subject.pictured_count >= (p_limits ->> 'min_competitors')::integer;
end;
$$;
comment on function core.recommend_content(core.recommendation_subject, jsonb) is 'Rules about the listing: length of the title, number of bullet points, images.';
