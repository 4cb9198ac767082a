create or replace function api.report_style_media()
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select $css$
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; --page: #11161d; --text: #e6eaf0; --soft: #a3adbb;
  --line: #2d3643;
  --panel: #1a212b; --accent: #8ab0ff; --good: #7fd8a3; --bad: #ff9d96; --good1: #14291d; --good2: #173a26; --good3: #1c5233;
  --bad1: #2f1a1b;
  --bad2: #472022; --bad3: #64282a; --warn: #3a2f12; --even: #222b37; --bar: #1f3357; --mark: #453c0d;
  --s0: #8ab0ff; --s1: #f3a261; --s2: #55cfc2; --s3: #dd93ec; --s4: #ff8fa5; --s5: #b3d062; --s6: #aab4c2; } }
@media screen and (max-width: 50rem) { body { padding: 1.25rem 1rem 3rem; font-size: 15px; } h1 { font-size: 1.4rem; } h2 {
  font-size: 1.15rem; }
  svg.chart { width: calc(100% - 4.6rem); margin: 1rem 1.6rem .5rem 3rem; font-size: 11px; } .chart .long, .chart .value {
  display: none; }
  .chart .days text:nth-last-child(2n) { display: none; } .legend { display: block; } .tiles { grid-template-columns: 1fr 1fr; }
  .evidence, .evidence tbody { display: block; } .evidence thead { display: none; }
  .evidence tr { display: block; padding: .7rem 0; border-bottom: 1px solid var(--line); }
  .evidence th:first-child, .evidence td { display: block; width: auto; border: 0; padding: .1rem .3rem; }
  .matrix thead th:first-child, .matrix tbody th { min-width: 8.5rem; position: sticky; left: 0; background: var(--page); } }
@page { size: A4; margin: 16mm 14mm; }
@media print { body { max-width: none; padding: 0; font-size: 9.5pt; } h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 16pt;
  break-after: avoid; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; } details { display: none; } .scroll { overflow: visible; }
  figure, .tiles, .sides > section, .sentences li, tr, .matrix { break-inside: avoid; } #evidence { break-before: page; }
  .tiles { grid-template-columns: repeat(6, 1fr); gap: 6pt; } .tiles > div { padding: 5pt 6pt; } .tiles dd { font-size: 1.15rem; }
  .note { break-after: avoid; } thead { display: table-header-group; }
  a { text-decoration-color: var(--line); } table { font-size: 8pt; } .evidence { font-size: 7pt; } th, td { padding: 3pt 4pt; }
  .matrix thead th, .matrix thead th:first-child, .matrix tbody th { min-width: 0; } thead th { font-size: 7pt; }
  svg.chart { width: calc(100% - 14.6rem); margin: 6pt 11.8rem 4pt 2.8rem; font-size: 10px; } }
$css$;
$$;
comment on function api.report_style_media() is 'Style sheet of a report''s page for dark and narrow screens and for A4 paper.';
grant execute on function api.report_style_media() to asinmart_api;
