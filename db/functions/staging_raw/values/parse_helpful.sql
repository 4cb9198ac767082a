-- How many people found a review helpful: 27 from "27 people found this helpful", 1 from "One person found this helpful", in the
-- languages of the shops. Null when there is no number.
create or replace function staging_raw.parse_helpful(p_text text)
returns bigint
language sql
stable
strict
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select coalesce(staging_raw.parse_count(p_text), staging_raw.phrase_meaning('helpful', p_text)::bigint);
$$;
comment on function staging_raw.parse_helpful(text) is 'Number of people who found a review helpful, from the words of the page; null without one.';
