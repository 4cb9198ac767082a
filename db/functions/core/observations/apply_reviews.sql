-- Write the accepted rows of pg_temp.review_rows, and only what differs. Of two observations of a review that of the later day counts, and
-- on one day the later arrival; an older one can only move the day on which it was first seen. The same review again on one day writes
-- nothing. Returns how many reviews were new or different; their products are added to pg_temp.changed_products.
create or replace function core.apply_reviews(p_job_id text)
returns integer
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_custom_plan
as $$
declare
    v_count integer;
begin
    if not exists (select from pg_temp.review_rows) then
        return 0;
    end if;
    analyze pg_temp.review_rows;
    with offered as (
        select distinct on (s.marketplace, s.review_id)
            s.*,
            min(s.seen_on) over (partition by s.marketplace, s.review_id) as first_seen_on
        from pg_temp.review_rows as s
        where s.reject_code is null
        order by s.marketplace, s.review_id, s.seen_on desc, s.raw_event_id desc
    ),
    judged as (
        select
            o.*,
            r.asin as previous_asin,
            least(o.first_seen_on, r.first_seen_on) as seen_from,
            r.review_id is null or (o.seen_on, o.raw_event_id) >= (r.last_seen_on, r.raw_event_id) as is_later,
            r.review_id is null or (
                r.asin, r.variant_asin, r.rating, r.title, r.text, r.is_verified, r.reviewed_on, r.country_code, r.variant, r.helpful_count,
                r.image_count, r.first_seen_on, r.last_seen_on
            ) is distinct from (
                o.asin, o.variant_asin, o.rating, o.title, o.text, o.is_verified, o.reviewed_on, o.country_code, o.variant, o.helpful_count,
                o.image_count, least(o.first_seen_on, r.first_seen_on), o.seen_on
            ) as is_different
        from offered as o
        left join core.reviews as r on r.marketplace = o.marketplace and r.review_id = o.review_id
    ),
    written as (
        insert into core.reviews (
            marketplace, review_id, asin, variant_asin, rating, title, text, is_verified, reviewed_on, country_code, variant, helpful_count,
            image_count, first_seen_on, last_seen_on, source, job_id, raw_event_id
        )
        select
            j.marketplace, j.review_id, j.asin, j.variant_asin, j.rating, j.title, j.text, j.is_verified, j.reviewed_on, j.country_code,
            j.variant, j.helpful_count, j.image_count, j.seen_from, j.seen_on, j.item_source, p_job_id, j.raw_event_id
        from judged as j
        where j.is_later and j.is_different
        order by j.marketplace, j.review_id
        on conflict (marketplace, review_id) do update
        set asin = excluded.asin, variant_asin = excluded.variant_asin, rating = excluded.rating, title = excluded.title,
            text = excluded.text, is_verified = excluded.is_verified, reviewed_on = excluded.reviewed_on,
            country_code = excluded.country_code, variant = excluded.variant, helpful_count = excluded.helpful_count,
            image_count = excluded.image_count, first_seen_on = excluded.first_seen_on, last_seen_on = excluded.last_seen_on,
            source = excluded.source, job_id = excluded.job_id, raw_event_id = excluded.raw_event_id
        returning marketplace, review_id, asin
    ),
    moved as (
        update core.reviews as t
        set first_seen_on = j.first_seen_on
        from judged as j
        where t.marketplace = j.marketplace and t.review_id = j.review_id and not j.is_later and j.first_seen_on < t.first_seen_on
        returning t.marketplace, t.review_id, t.asin
    ),
    touched as (
        select w.marketplace, w.review_id, w.asin from written as w
        union all
        select m.marketplace, m.review_id, m.asin from moved as m
    ),
    noted as (
        insert into pg_temp.changed_products (asin, marketplace)
        select t.asin, t.marketplace from touched as t
        union
        select j.previous_asin, w.marketplace
        from written as w
        inner join judged as j on j.marketplace = w.marketplace and j.review_id = w.review_id
        where j.previous_asin is not null
        except
        select c.asin, c.marketplace from pg_temp.changed_products as c
    )
    select count(*)::integer into v_count from touched;
    return v_count;
end;
$$;
comment on function core.apply_reviews(text) is 'Writes accepted reviews, changed ones only.';
