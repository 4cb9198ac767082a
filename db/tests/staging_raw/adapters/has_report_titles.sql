begin;
set local search_path to extensions, public;
set local role asinmart_owner;
select plan(3);

select ok(staging_raw.has_report_titles('{"Suchabfrage": "tasse", "Berichtsdatum": "2025-01-11"}'), 'an export is known by the title of its search query');
select ok(staging_raw.has_report_titles(jsonb_build_object(U&'\691C\7D22\30AF\30A8\30EA', 'x')), 'in any language');
select ok(not staging_raw.has_report_titles('{"asin": "B0TESTA001", "Marke": "Acme"}'), 'not by another title');

select * from finish();
rollback;
