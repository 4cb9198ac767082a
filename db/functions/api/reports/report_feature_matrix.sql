-- A row is a feature, a column a product; the last column is the verdict. What the main product lacks comes first.
create or replace function api.report_feature_matrix(p_report core.competition_reports)
returns jsonb
language sql
stable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    with features as (
        select f.place, f.feature ->> 'feature' as name, f.feature -> 'values' as known, v.*
        from jsonb_array_elements(p_report.charts -> 'features') with ordinality as f (feature, place)
        left join (
            values
                (1, 'missing', 'bad l2', chr(8722), 'missing here'), (2, 'differs', 'warn', '~', 'differs'),
                (3, 'unique', 'good l2', '+', 'only here'), (4, 'shared', 'even', '=', 'shared')
        ) as v (rank, verdict, class, sign, word) on v.verdict = f.feature ->> 'verdict'
    ),
    products as (
        select p.* from api.report_products(p_report) as p
        where p.chart_no is not null or p.is_main or exists (select from features as f where f.known ? p.asin)
    )
    select jsonb_build_object(
        'corner', 'Feature',
        'columns', (
            select jsonb_agg(
                jsonb_build_object('letter', p.letter, 'series', p.series, 'text', p.title, 'is_main', p.is_main) order by p.place
            )
            from products as p
        ) || '[{"text": "Verdict"}]',
        'rows', jsonb_agg(
            jsonb_build_object(
                'text', f.name,
                'cells', (
                    select jsonb_agg(
                        case f.known ->> p.asin
                            when 'yes' then jsonb_build_object('class', 'good l1', 'sign', chr(10003), 'text', 'yes')
                            when 'no' then jsonb_build_object('class', 'bad l1', 'sign', chr(10007), 'text', 'no')
                            else coalesce(jsonb_build_object('text', nullif(f.known ->> p.asin, '')), '{}')
                                || case when nullif(f.known ->> p.asin, '') is null then '{"class": "unknown", "text": "unknown"}' else '{}' end::jsonb
                        end order by p.place
                    )
                    from products as p
                ) || jsonb_build_object('class', coalesce(f.class, 'even'), 'sign', f.sign, 'text', coalesce(f.word, 'unknown'))
            )
            order by f.rank nulls last, f.place
        )
    )
    from features as f
    having count(*) > 0;
$$;
comment on function api.report_feature_matrix(core.competition_reports) is 'The feature matrix of a report as rows, columns and cells; null: it has none.';
grant execute on function api.report_feature_matrix(core.competition_reports) to asinmart_api;
