-- What a language model is asked about a report: messages, the JSON schema of its answer, the most tokens of it. It gets the sentences by
-- rules as a draft, and the claims that they use: ids, meaning, value, the words that agree with the sign. No tools, no other tenant's
-- data. The sections freshness and changes stay as the rules write them.
create or replace function core.prose_request(
    p_report core.competition_reports,
    p_max_tokens integer
)
returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
    with drafts as (
        select d.section, jsonb_agg(d.sentence ->> 'template' order by d.place) as templates
        from core.prose_sections(p_report.summary) as d
        group by d.section
    ),
    claims as (
        select c.claim, c.place, d.measure, d.sign, d.better
        from jsonb_array_elements(core.prose_claims(p_report.summary, p_report.evidence)) with ordinality as c (claim, place)
        cross join lateral core.claim_direction(c.claim) as d
    ),
    described as (
        select jsonb_strip_nulls(
            jsonb_build_object(
                'id', c.claim ->> 'id', 'metric', c.claim ->> 'metric', 'meaning', c.claim ->> 'definition', 'unit', c.claim ->> 'unit',
                'value', core.prompt_text(c.claim ->> 'text'), 'product', 'title:' || (c.claim ->> 'asin'),
                'compared_with', 'title:' || (c.claim ->> 'asin_comp'),
                'words', case when c.sign is not null then w.words end
            )
        ) as claim, c.place
        from claims as c
        cross join lateral (
            select jsonb_agg(w.word order by w.word) as words
            from core.prose_words as w
            where w.kind = 'equal' and c.sign = 0
                or w.kind = 'value' and c.measure <> 'rank' and w.sign = c.sign
                or w.kind = 'price' and c.measure = 'price' and w.sign = c.sign
                or w.kind = 'quality' and w.sign = c.better
        ) as w
    )
    select jsonb_build_object(
        'messages', jsonb_build_array(
            jsonb_build_object('role', 'system', 'content', core.prose_instructions()),
            jsonb_build_object(
                'role', 'user', 'content', jsonb_build_object(
                    'main_product', 'title:' || p_report.asin_main, 'depth', p_report.depth,
                    'claims', (select jsonb_agg(d.claim order by d.place) from described as d),
                    'draft', (select jsonb_object_agg(d.section, d.templates) from drafts as d)
                )::text
            )
        ),
        'max_completion_tokens', p_max_tokens,
        'response_format', jsonb_build_object(
            'type', 'json_schema', 'json_schema', jsonb_build_object(
                'name', 'competition_report', 'strict', true, 'schema', core.prose_schema(array(select d.section from drafts as d))
            )
        )
    );
$$;
comment on function core.prose_request(core.competition_reports, integer) is 'Body of the request to a language model about a report, without the name of the model.';
