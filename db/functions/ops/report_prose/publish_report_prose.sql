-- Write the version with a language model's sentences over the same evidence, or return why not, as faults. The version that it is based
-- on must still be the newest: an older day's text must not hide a newer one. Caches drop the report.
create or replace function ops.publish_report_prose(
    p_attempt core.report_prose,
    p_answer jsonb,
    p_now timestamptz
)
returns table (version integer, faults jsonb)
language plpgsql
volatile
set search_path = pg_catalog, pg_temp
as $$
declare
    v_report core.competition_reports;
begin
    select r.* into v_report
    from core.competition_reports as r
    where r.tenant_id = p_attempt.tenant_id and r.asin_main = p_attempt.asin_main and r.marketplace = p_attempt.marketplace
        and r.version = p_attempt.version;
    if p_answer is null then
        faults := jsonb_build_array(jsonb_build_object('code', 'not_as_asked', 'detail', 'The answer is not JSON.'));
    else
        select coalesce(jsonb_agg(jsonb_build_object('code', f.code, 'detail', f.detail)), '[]') into faults
        from (
            select f.code, f.detail
            from core.prose_faults(
                p_answer, core.prose_claims(v_report.summary, v_report.evidence),
                array(select distinct d.section from core.prose_sections(v_report.summary) as d)
            ) as f
            limit 100
        ) as f;
    end if;
    if faults = '[]' then
        -- Versions follow each other under this lock.
        perform ops.lock_promotion(true);
        if exists (
            select from core.competition_reports as r
            where r.tenant_id = p_attempt.tenant_id and r.asin_main = p_attempt.asin_main and r.marketplace = p_attempt.marketplace
                and r.version > p_attempt.version
        ) then
            faults := jsonb_build_array(jsonb_build_object('code', 'superseded', 'detail', 'A newer version was made meanwhile.'));
        end if;
    end if;
    if faults = '[]' then
        version := v_report.version + 1;
        insert into core.competition_reports (
            asin_main, marketplace, tenant_id, version, depth, model, based_on_version, status, as_of, data_version, summary, evidence,
            charts, execution_time_seconds, generated_at
        )
        values (
            v_report.asin_main, v_report.marketplace, v_report.tenant_id, publish_report_prose.version, v_report.depth, p_attempt.model,
            v_report.version, v_report.status, v_report.as_of, v_report.data_version,
            core.prose_summary(p_answer, v_report.summary, v_report.evidence), v_report.evidence, v_report.charts,
            round(extract(epoch from p_now - p_attempt.started_at), 3), p_now
        );
        perform ops.promotion_scratch();
        insert into pg_temp.changed_products (asin, marketplace) values (v_report.asin_main, v_report.marketplace);
        perform ops.announce_changes(null, p_now);
    end if;
    return next;
end;
$$;
comment on function ops.publish_report_prose(core.report_prose, jsonb, timestamptz) is 'Writes a report version with a language model''s sentences, or returns the faults of its answer.';
