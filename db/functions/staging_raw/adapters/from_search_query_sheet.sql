-- A row of a Seller Central export of Search Query Performance, in the ASIN view or the brand view; the metadata line above the
-- header comes as reportMetadata. Column titles are looked up in staging_raw.report_columns. Shares and rates are percentages.
-- The decimal sign is that of the shares; a row in which they have both signs is refused. Where they show none, a point is the sign of
-- English and Japanese, and other languages have no sign. Without metadata the period follows from its last day where that is the
-- end of a week only.
create or replace function staging_raw.from_search_query_sheet(p_payload jsonb)
returns setof staging_raw.search_query_row
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_sheet record;
    v_fields jsonb;
    v_sign text;
    v_sign_count integer;
    v_unread text;
    v_end_date date;
    v_period text;
    v_row staging_raw.search_query_row;
begin
    select t.* into v_sheet from staging_raw.read_titles(p_payload) as t;

    -- Percent cells never have groups of thousands, so their sign is the decimal one.
    select min(s.sign), count(distinct s.sign)::integer into v_sign, v_sign_count
    from jsonb_each_text(v_sheet.cells) as f (field, value)
    cross join lateral (select substring(btrim(translate(normalize(f.value, nfkc), '%', '')) from '^[0-9]+([.,])[0-9]+$') as sign) as s
    where f.field ~ '_pct$';

    select
        coalesce(jsonb_object_agg(n.field, n.number), '{}'),
        min(format('%s %s is no number', n.field, left(n.value, 40))) filter (where n.number is null and n.value !~ '^-+$')
    into v_fields, v_unread
    from (
        select f.field, f.value, staging_raw.parse_cell(
            f.value, f.field ~ '_(count|volume|score)$',
            coalesce(v_sign, case when v_sheet.languages && array['en', 'en-GB', 'ja'] then '.' else '' end)
        ) as number
        from jsonb_each_text(v_sheet.cells) as f (field, value)
        where f.field ~ '_(count|volume|score|price|pct)$'
    ) as n;
    if (v_fields ->> 'search_query_score')::numeric > 2147483647 then
        v_unread := coalesce(v_unread, format('search_query_score %s is no number', v_sheet.cells ->> 'search_query_score'));
        v_fields := v_fields - 'search_query_score';
    end if;

    -- English exports are of several countries, so the order of day and month is unknown there.
    select d.day into v_end_date
    from staging_raw.parse_date(
        v_sheet.cells ->> 'end_date', case when 'en' = any (v_sheet.languages) or v_sheet.languages = '{}' then '' else 'dmy' end
    ) as d;
    select c.field into v_period
    from staging_raw.report_columns as c
    where c.folded_name = staging_raw.fold_title(v_sheet.metadata #>> '{period_type,0}') and c.field in ('WEEK', 'MONTH', 'QUARTER')
    limit 1;
    v_row := jsonb_populate_record(null::staging_raw.search_query_row, v_fields);
    v_row.fault_code := v_sheet.fault_code;
    v_row.fault := v_sheet.fault;
    if v_row.fault is null and v_sign_count > 1 then
        v_row.fault_code := 'locale_mixed';
        v_row.fault := 'percentages are written with a point and with a comma';
    end if;
    v_row.fault := coalesce(v_row.fault, v_unread);
    if v_end_date is null and v_sheet.cells ? 'end_date' then
        v_row.fault := coalesce(v_row.fault, format('%s is no day that can be read', left(v_sheet.cells ->> 'end_date', 40)));
    end if;
    if v_period is null and v_sheet.metadata ? 'period_type' then
        v_row.fault := coalesce(
            v_row.fault, format('%s is no reporting range that is known', left(v_sheet.metadata #>> '{period_type,0}', 40))
        );
    end if;
    if v_period is null and v_end_date is not null then
        v_period := case
            when extract(dow from v_end_date) = 6 and extract(day from v_end_date + 1) <> 1 then 'WEEK'
            when extract(day from v_end_date + 1) = 1 and extract(dow from v_end_date) <> 6
                and extract(month from v_end_date)::integer % 3 <> 0 then 'MONTH'
        end;
        if v_period is null then
            v_row.fault := coalesce(
                v_row.fault, format('the export does not say whether it is of a week, a month or a quarter that ends on %s', v_end_date)
            );
        end if;
    end if;
    if jsonb_array_length(v_sheet.metadata -> 'asin') > 1 or jsonb_array_length(v_sheet.metadata -> 'brand') > 1 then
        v_row.fault := coalesce(v_row.fault, 'the line above the header names several products or brands');
    end if;
    if lower(v_sheet.metadata #>> '{asin,0}') <> lower(v_sheet.cells ->> 'asin')
        or lower(v_sheet.metadata #>> '{brand,0}') <> lower(v_sheet.cells ->> 'brand') then
        v_row.fault := coalesce(v_row.fault, 'the row names another product or brand than the line above the header');
    end if;
    v_row.document_no := case jsonb_typeof(p_payload -> 'reportDocument') when 'number' then (p_payload -> 'reportDocument')::integer else 1 end;
    v_row.source := 'csv';
    v_row.view := coalesce(
        v_sheet.view, case when v_sheet.metadata ? 'brand' and not v_sheet.metadata ? 'asin' then 'brand' else 'asin' end
    );
    v_row.asin := case when v_row.view = 'asin' then upper(coalesce(v_sheet.metadata #>> '{asin,0}', v_sheet.cells ->> 'asin')) end;
    v_row.brand := nullif(btrim(coalesce(v_sheet.metadata #>> '{brand,0}', v_sheet.cells ->> 'brand')), '');
    v_row.requested_asins := array_remove(array[v_row.asin], null);
    v_row.period_type := v_period;
    v_row.end_date := v_end_date;
    v_row.start_date := case v_period
        when 'WEEK' then v_end_date - 6
        when 'MONTH' then date_trunc('month', v_end_date)::date
        when 'QUARTER' then date_trunc('quarter', v_end_date)::date
    end;
    v_row.search_query := nullif(v_sheet.cells ->> 'search_query', '');
    v_row.fault_code := case when v_row.fault is not null then coalesce(v_row.fault_code, 'report_unreadable') end;
    v_row.languages := v_sheet.languages;
    v_row.decimal_sign := v_sign;
    return next v_row;
end;
$$;
comment on function staging_raw.from_search_query_sheet(jsonb) is 'Standard row of a row of a Seller Central export of Search Query Performance.';
