create or replace function api.report_style_charts()
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select $css$
figure { margin: 0 0 1.5rem; }
svg.chart { display: block; overflow: visible; width: calc(100% - 17.2rem); margin: 1rem 13.2rem .5rem 4rem; font-size: 12px; }
.chart text { fill: var(--soft); font-variant-numeric: tabular-nums; }
.chart .lines, .chart .names { overflow: visible; }
.grid line { stroke: var(--line); } .grid text { text-anchor: end; } .days text { text-anchor: middle; }
.line { fill: none; stroke-width: 1.75px; vector-effect: non-scaling-stroke; stroke-linejoin: round; }
.line.main { stroke-width: 3.5px; }
.d1 { stroke-dasharray: 6 3; } .d2 { stroke-dasharray: 2 3; }
.leader { fill: none; stroke-width: 1px; stroke-dasharray: none; }
.chart .letter { font-weight: 700; }
.chart text.main { font-weight: 700; }
path.s0 { stroke: var(--s0); } path.s1 { stroke: var(--s1); } path.s2 { stroke: var(--s2); } path.s3 { stroke: var(--s3); }
path.s4 { stroke: var(--s4); } path.s5 { stroke: var(--s5); } path.s6 { stroke: var(--s6); }
.chart text.s0, span.s0 { color: var(--s0); fill: var(--s0); } .chart text.s1, span.s1 { color: var(--s1); fill: var(--s1); }
.chart text.s2, span.s2 { color: var(--s2); fill: var(--s2); } .chart text.s3, span.s3 { color: var(--s3); fill: var(--s3); }
.chart text.s4, span.s4 { color: var(--s4); fill: var(--s4); } .chart text.s5, span.s5 { color: var(--s5); fill: var(--s5); }
.chart text.s6, span.s6 { color: var(--s6); fill: var(--s6); }
span.letter { font-weight: 700; border: 1.5px solid; border-radius: 4px; padding: 0 .3em; font-size: .82em; line-height: 1.3;
  display: inline-block; }
.legend { display: none; list-style: none; padding: 0; margin: .8rem 0; font-size: .9rem; }
summary { cursor: pointer; color: var(--soft); font-size: .9rem; width: fit-content; }
.values td, .values th { padding: .2rem .6rem; font-variant-numeric: tabular-nums; text-align: right; }
.values thead th { position: sticky; top: 0; background: var(--page); }
$css$;
$$;
comment on function api.report_style_charts() is 'Style sheet of the charts of a report''s page.';
grant execute on function api.report_style_charts() to asinmart_api;
