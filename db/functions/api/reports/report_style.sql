create or replace function api.report_style()
returns text
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
    select $css$
:root { color-scheme: light; --page: #fff; --text: #1b2330; --soft: #56606f; --line: #dfe3e9; --panel: #f5f7fa; --accent: #1d4ed8;
  --good: #075429; --bad: #a81e1e; --good1: #e9f6ee; --good2: #cfebd9; --good3: #a9dbbc; --bad1: #fdeeed; --bad2: #fad7d4;
  --bad3: #f3b4af;
  --warn: #fdf1d3; --even: #eef1f5; --bar: #dbe6fb; --mark: #fff4bf;
  --s0: #1d4ed8; --s1: #b04a00; --s2: #00726b; --s3: #9b2fae; --s4: #b5123e; --s5: #4f6f00; --s6: #5b6675; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 72rem; padding: 2.5rem 2rem 4rem; background: var(--page); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: .2rem 0 1.2rem; letter-spacing: -.01em; text-wrap: balance; }
h2 { font-size: 1.3rem; line-height: 1.3; margin: 2.2rem 0 .7rem; padding-top: .8rem; border-top: 1px solid var(--soft); }
h3 { font-size: 1rem; margin: 0 0 .5rem; }
a { color: inherit; text-decoration: underline; text-decoration-color: var(--accent); text-decoration-thickness: 1px;
  text-underline-offset: 3px; }
a:hover { text-decoration-thickness: 2px; }
a:focus-visible, .scroll:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
a.figure { font-variant-numeric: tabular-nums; font-weight: 600; white-space: nowrap; }
a.name { text-decoration-style: dotted; }
code { font: .82em ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.kicker { margin: 0; color: var(--accent); font-weight: 700; font-size: .82rem; letter-spacing: .08em; text-transform: uppercase; }
.note, figcaption { color: var(--soft); font-size: .9rem; }
.warning { margin: 1rem 0; padding: .7rem 1rem; background: var(--warn); border-left: 4px solid #b7791f; }
dl { margin: 0; }
dd { margin: 0; }
dt { color: var(--soft); font-size: .8rem; }
.facts { display: flex; flex-wrap: wrap; gap: .6rem 2rem; font-size: .92rem; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: .8rem; margin-top: 1.5rem; }
.tiles > div { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: .75rem .9rem; }
.tiles dd { font-size: 1.3rem; line-height: 1.3; }
.sentences { list-style: none; margin: 0 0 1rem; padding: 0; max-width: 52rem; }
.sentences li { position: relative; padding-left: 2rem; margin: .45rem 0; }
.mark { position: absolute; left: 0; top: .15rem; width: 1.3rem; height: 1.3rem; line-height: 1.25rem; border-radius: 50%;
  text-align: center;
  font-weight: 700; background: var(--even); color: var(--soft); }
.good > .mark { background: var(--good2); color: var(--good); }
.bad > .mark { background: var(--bad2); color: var(--bad); }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
.sides > section { border: 1px solid var(--line); border-top: 4px solid var(--good); border-radius: 6px; padding: 1rem 1.1rem .4rem; }
.sides > .weaknesses { border-top-color: var(--bad); }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
.note { margin: 0 0 .6rem; }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem; border-bottom: 1px solid var(--line); }
thead th { font-size: .8rem; line-height: 1.3; vertical-align: bottom; border-bottom: 1px solid var(--soft); }
tbody th { font-weight: 400; }
.scroll { overflow-x: auto; position: relative; }
.tall { max-height: 22rem; overflow-y: auto; }
.matrix td { font-variant-numeric: tabular-nums; }
.matrix thead th { min-width: 5.2rem; }
.matrix thead th:first-child, .matrix tbody th { min-width: 11rem; }
.matrix tbody th code { color: var(--soft); white-space: nowrap; }
.main, .main th { font-weight: 700; }
tr.main > * { background: var(--panel); }
.sign { font-size: .7em; letter-spacing: -.05em; vertical-align: .08em; } #section-features .sign { font-size: 1em; font-weight: 700; }
td.good { background: var(--good1); } td.good.l2 { background: var(--good2); } td.good.l3 { background: var(--good3); }
td.bad { background: var(--bad1); } td.bad.l2 { background: var(--bad2); } td.bad.l3 { background: var(--bad3); }
td.warn { background: var(--warn); } td.even { background: var(--even); }
td.good .sign { color: var(--good); } td.bad .sign { color: var(--bad); }
td.unknown, .unknown, td.unknown a { color: var(--soft); font-weight: 400; }
td.bar { background-image: linear-gradient(var(--bar), var(--bar)); background-size: var(--v) 100%; background-repeat: no-repeat; }
.evidence { font-size: .82rem; line-height: 1.45; table-layout: fixed; }
.evidence th:first-child { width: 24%; } .evidence th:nth-child(2) { width: 17%; } .evidence th:nth-child(3) { width: 30%; }
.evidence th code { display: block; color: var(--soft); }
.evidence code { overflow-wrap: anywhere; }
.evidence .key { color: var(--soft); font-size: .95em; overflow-wrap: anywhere; } .evidence td > code { display: block; }
.evidence .value { font-weight: 600; overflow-wrap: anywhere; }
.evidence tr:target > * { background: var(--mark); }
$css$;
$$;
comment on function api.report_style() is 'Style sheet of the text and the tables of a report''s page.';
grant execute on function api.report_style() to asinmart_api;
