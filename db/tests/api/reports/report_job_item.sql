begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(1);

select is(
    api.report_job_item(jsonb_populate_record(
        null::core.report_requests,
        '{"id": 7, "tenant_id": "00000000-0000-0000-0000-000000000001", "asin_main": "B0TESTA001", "marketplace": "US", "depth": "basic", "status": "failed", "error": "why"}'
    ))::jsonb,
    '{"id": 7, "kind": "competition_report", "status": "failed", "asin_main": "B0TESTA001", "marketplace": "US", "depth": "basic", "requested_at": null,
        "finished_at": null, "version": null, "error": "why"}'::jsonb,
    'a job has the request without its tenant'
);

select * from finish();
rollback;
