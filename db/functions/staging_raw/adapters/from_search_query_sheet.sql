-- A row of a Seller Central export of Search Query Performance, in the ASIN view or the brand view; the metadata line above the
-- header comes as reportMetadata. Column titles are looked up in staging_raw.report_columns. Shares and rates are percentages.
-- The decimal sign is that of the shares; a row in which they have both signs is refused. Without metadata the period follows from
-- its last day where that is the end of a week only.
create or replace function staging_raw.from_search_query_sheet(p_payload jsonb)
returns setof staging_raw.search_query_row
language plpgsql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
    v_cells jsonb;
    v_metadata jsonb;
    v_fields jsonb := jsonb '{}';
    v_sign text;
    v_fault text;
    v_field record;
    v_end_date date;
    v_period text;
    v_titles text;
    v_row staging_raw.search_query_row;
begin
    -- Fields by name; of two columns for one field the one with a value.
    select
        jsonb_object_agg(c.field, btrim(k.value)) filter (where c.field is not null and btrim(k.value) <> ''),
        string_agg(k.key, ', ' order by k.key) filter (where c.field is null),
        string_agg(lower(k.key), ' ')
    into v_cells, v_fault, v_titles
    from jsonb_each_text(p_payload - 'reportMetadata' - 'reportDocument') as k (key, value)
    left join staging_raw.report_columns as c on c.name = lower(btrim(k.key, U&' \FEFF'));
    v_cells := coalesce(v_cells, '{}');
    v_fault := 'no column is known by the name ' || left(v_fault, 200);
    select coalesce(jsonb_object_agg(c.field, m.value ->> 0), '{}') into v_metadata
    from jsonb_each(coalesce(p_payload -> 'reportMetadata', '{}')) as m (key, value)
    inner join staging_raw.report_columns as c on c.name = lower(btrim(m.key, U&' \FEFF'));

    -- Percent cells never have groups of thousands, so their sign is the decimal one.
    select case count(distinct s.sign) when 0 then '.' when 1 then min(s.sign) end into v_sign
    from jsonb_each_text(v_cells) as f (field, value)
    cross join lateral (select substring(f.value from '^[0-9]+([.,])[0-9]+ ?%?$') as sign) as s
    where f.field ~ '_pct$' and s.sign is not null;
    if v_sign is null then
        v_fault := coalesce(v_fault, 'percentages are written with a point and with a comma');
    end if;

    for v_field in select f.key as name, f.value from jsonb_each_text(v_cells) as f (key, value) where f.key ~ '_(count|volume|score|price|pct)$'
    loop
        declare
            v_text text := btrim(translate(v_field.value, U&'%\00A0\202F\2009''\2019', ''));
            v_number numeric;
        begin
            if v_field.name ~ '_(count|volume|score)$' then
                -- Groups of three digits, whatever parts them; a fraction is no count.
                v_number := case
                    when v_text ~ '^[0-9]{1,18}$' then v_text::numeric
                    when v_text ~ '^[0-9]{1,3}([., ][0-9]{3}){1,5}$' then translate(v_text, '., ', '')::numeric
                end;
            else
                v_text := regexp_replace(v_text, '^[^0-9]+|[^0-9]+$', '', 'g');
                v_number := case
                    when v_text ~ '^[0-9]{1,15}([.,][0-9]{1,2}|[.,][0-9]{4,6})?$' then replace(v_text, ',', '.')::numeric
                    else staging_raw.parse_amount(v_text, coalesce(v_sign, ''))
                end;
            end if;
            if v_number is null and v_field.value !~ '^-+$' then
                v_fault := coalesce(v_fault, format('%s %s is no number', v_field.name, left(v_field.value, 40)));
            end if;
            v_fields := v_fields || jsonb_build_object(v_field.name, v_number);
        end;
    end loop;

    select d.day into v_end_date from staging_raw.parse_date(v_cells ->> 'end_date') as d;
    select c.field into v_period
    from staging_raw.report_columns as c
    where c.name = lower(v_metadata ->> 'period_type') and c.field in ('WEEK', 'MONTH', 'QUARTER');
    if v_period is null and v_end_date is not null then
        v_period := case
            when extract(dow from v_end_date) = 6 and extract(day from v_end_date + 1) <> 1 then 'WEEK'
            when extract(day from v_end_date + 1) = 1 and extract(dow from v_end_date) <> 6
                and extract(month from v_end_date)::integer % 3 <> 0 then 'MONTH'
        end;
        if v_period is null then
            v_fault := coalesce(v_fault, format('the export does not say whether it is of a week, a month or a quarter that ends on %s', v_end_date));
        end if;
    end if;
    v_row := jsonb_populate_record(null::staging_raw.search_query_row, v_fields);
    v_row.document_no := coalesce((p_payload ->> 'reportDocument')::integer, 1);
    v_row.source := 'csv';
    v_row.view := case when v_titles ~ ': brand |: marke ' or (v_metadata ? 'brand' and not v_metadata ? 'asin') then 'brand' else 'asin' end;
    v_row.asin := upper(v_metadata ->> 'asin');
    v_row.brand := v_metadata ->> 'brand';
    v_row.requested_asins := array[v_row.asin];
    v_row.period_type := v_period;
    v_row.end_date := v_end_date;
    v_row.start_date := case v_period
        when 'WEEK' then v_end_date - 6
        when 'MONTH' then date_trunc('month', v_end_date)::date
        when 'QUARTER' then date_trunc('quarter', v_end_date)::date
    end;
    v_row.search_query := nullif(v_cells ->> 'search_query', '');
    v_row.fault := v_fault;
    return next v_row;
end;
$$;
comment on function staging_raw.from_search_query_sheet(jsonb) is 'Standard row of a row of a Seller Central export of Search Query Performance.';
