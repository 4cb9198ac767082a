-- The url of an image that Keepa gives by file name: as the bytes of the name (deals) or as a comma-separated text
-- (products).
create or replace function staging_raw.keepa_image(p_image jsonb)
returns text
language plpgsql
immutable
strict
parallel safe
as $$
declare
    v_name text;
begin
    if jsonb_typeof(p_image) = 'string' then
        v_name := split_part(p_image #>> '{}', ',', 1);
    elsif jsonb_typeof(p_image) = 'array' then
        select string_agg(case when b.code ~ '^[1-9][0-9]{1,2}$' then chr(b.code::integer) end, '' order by b.place)
        into v_name
        from jsonb_array_elements_text(p_image) with ordinality as b (code, place);
    end if;
    return 'https://m.media-amazon.com/images/I/' || substring(v_name from '^[-+%_A-Za-z0-9.]+$');
end;
$$;
comment on function staging_raw.keepa_image(jsonb) is 'Image url from a Keepa file name; null without one.';
