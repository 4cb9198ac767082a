// Draws the charts of the console. Everything else works without this file: each chart has a table below it.
"use strict";

const DAY = 86400;
const MARKS = { critical: 6, high: 5, medium: 4, low: 3 };

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const seconds = (day) => Date.parse(`${day}T00:00:00Z`) / 1000;
const dayOf = (second) => new Date(second * 1000).toISOString().slice(0, 10);
const grouped = (value, digits = 0) =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const shown = (digits, unit) => (u, value) => (value == null ? "–" : grouped(value, digits) + (unit ? ` ${unit}` : ""));

// One value a step of the calendar; null where none was observed, so that gaps stay gaps. Without a step they are all there.
function aligned(days, step, columns) {
  if (!step) return [days.map(seconds), ...columns];
  const place = new Map(days.map((day, i) => [seconds(day), i]));
  const times = [];
  for (let t = seconds(days[0]); t <= seconds(days.at(-1)); t += step * DAY) times.push(t);
  return [times, ...columns.map((values) => times.map((t) => values[place.get(t)] ?? null))];
}

// Stretches of neighbouring days, as pairs of times.
function stretches(days) {
  const found = [];
  for (const day of days) {
    const t = seconds(day);
    if (found.length && t - found.at(-1)[1] <= DAY) found.at(-1)[1] = t;
    else found.push([t, t]);
  }
  return found;
}

function drawBands(u, bands) {
  for (const [days, name] of bands) {
    u.ctx.fillStyle = colour(name);
    for (const [from, to] of stretches(days)) {
      const left = u.valToPos(from - DAY / 2, "x", true);
      const right = u.valToPos(to + DAY / 2, "x", true);
      const start = Math.max(left, u.bbox.left);
      const width = Math.min(right, u.bbox.left + u.bbox.width) - start;
      if (width > 0) u.ctx.fillRect(start, u.bbox.top, width, u.bbox.height);
    }
  }
}

// Alerts stand on the price of their day, suppressed ones hollow.
function drawMarks(u, marks) {
  const ratio = devicePixelRatio;
  for (const mark of marks) {
    const at = u.data[0].indexOf(seconds(mark.date));
    if (at < 0) continue;
    const value = u.data[1][at];
    const y = value == null ? u.bbox.top + 8 * ratio : u.valToPos(value, "y", true);
    const x = u.valToPos(u.data[0][at], "x", true);
    if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
    u.ctx.beginPath();
    u.ctx.arc(x, y, (MARKS[mark.severity] ?? 4) * ratio, 0, 2 * Math.PI);
    u.ctx.lineWidth = 2 * ratio;
    u.ctx.strokeStyle = colour("alert");
    u.ctx.fillStyle = mark.is_suppressed ? colour("surface") : colour("alert");
    u.ctx.fill();
    u.ctx.stroke();
  }
}

// Some values of a logarithmic axis; its powers of ten alone would leave a narrow range without any.
function logSplits(u, axis, low, high) {
  const steps = 4;
  const values = [];
  for (let i = 0; i <= steps; i++) {
    const value = low * (high / low) ** (i / steps);
    const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
    values.push(Math.max(1, Math.round(value / unit) * unit));
  }
  return [...new Set(values)];
}

const axis = (scale, side, size, values, more = {}) => ({
  scale, side, size, values, stroke: colour("muted"), font: "12px system-ui",
  grid: { stroke: colour("line"), width: 1, show: side !== 1 }, ticks: { stroke: colour("line") }, ...more,
});
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
// Days as "2 Sep"; the first of the axis and of each year with the year below.
const timeAxis = () => axis("x", 2, 46, (u, times) => times.map((t, i) => {
  const [year, month, day] = dayOf(t).split("-");
  const isNew = i === 0 || dayOf(times[i - 1]).slice(0, 4) !== year;
  return `${Number(day)} ${MONTHS[month - 1]}${isNew ? `\n${year}` : ""}`;
}), { grid: { show: false }, space: 60, incrs: [1, 2, 7, 14, 28, 56, 91, 182, 364].map((days) => days * DAY) });
const wholeDays = (u, low, high) => [low - DAY / 2, high + DAY / 2];
const padded = (u, low, high) => {
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  return [low - room, high + room];
};

// Price, list price and buy box as steps, and the rank on its own axis: logarithmic, the best rank on top.
function productChart(data, width) {
  const step = uPlot.paths.stepped({ align: 1 });
  const money = shown(data.digits, data.currency);
  const series = (label, name, more) => ({ label, stroke: colour(name), width: 2, spanGaps: false, ...more });
  return {
    options: {
      width, height: 340, tzDate: (t) => uPlot.tzDate(new Date(t * 1000), "UTC"),
      scales: { x: { time: true, range: wholeDays }, y: { range: padded }, rank: { distr: 3, dir: -1, range: (u, a, b) => [Math.max(1, a * 0.95), b * 1.05] } },
      axes: [
        timeAxis(),
        axis("y", 3, 64, (u, values) => values.map((v) => grouped(v, data.digits))),
        axis("rank", 1, 64, (u, values) => values.map((v) => (v == null ? "" : `#${grouped(v)}`)), { splits: logSplits, filter: (u, splits) => splits }),
      ],
      series: [
        { label: "Day", value: (u, t) => (t == null ? "–" : dayOf(t)) },
        series("Price", "price", { paths: step, value: money, points: { size: 5 } }),
        series("List price", "list", { paths: step, value: money, dash: [2, 4], width: 1 }),
        series("Buy box", "buybox", { paths: step, value: money, dash: [8, 4] }),
        series("Rank", "rank", { scale: "rank", value: shown(0) }),
      ],
      hooks: {
        drawClear: [(u) => drawBands(u, [[data.out_of_stock, "band-out"], [data.blocked, "band-blocked"]])],
        draw: [(u) => drawMarks(u, data.marks)],
      },
    },
    values: aligned(data.days, 1, [data.price, data.list_price, data.buybox_price, data.bsr]),
    columns: ["price", "list_price", "buybox_price", "bsr"],
  };
}

// Several lines of one unit: gaps to competitors, shares by week.
function lineChart(data, width) {
  return {
    options: {
      width, height: 280, tzDate: (t) => uPlot.tzDate(new Date(t * 1000), "UTC"),
      scales: { x: { time: true }, y: { range: padded } },
      axes: [timeAxis(), axis("y", 3, 64, (u, values) => values.map((v) => grouped(v, data.digits)))],
      series: [
        { label: data.step === 7 ? "Week of" : data.step ? "Day" : "Month of", value: (u, t) => (t == null ? "–" : dayOf(t)) },
        ...data.series.map((one, i) => ({
          label: one.label, stroke: colour(`line-${1 + (i % 6)}`), width: 2, dash: i < 6 ? [] : [6, 3],
          value: shown(data.digits, data.unit), spanGaps: false, points: { size: 5 },
        })),
      ],
    },
    values: aligned(data.days, data.step, data.series.map((one) => one.values)),
  };
}

// A click on a point leads to where its number comes from.
function explainOnClick(u, data, columns) {
  u.over.addEventListener("click", () => {
    const { idx, top } = u.cursor;
    if (idx == null) return;
    let best = null;
    for (let i = 1; i < u.data.length; i++) {
      const value = u.data[i][idx];
      if (value == null || !u.series[i].show) continue;
      const far = Math.abs(u.valToPos(value, u.series[i].scale) - top);
      if (best === null || far < best.far) best = { far, column: columns[i - 1] };
    }
    if (best === null) return;
    const key = JSON.stringify({ ...data.key, date: dayOf(u.data[0][idx]) });
    location.assign(`/console/explain?${new URLSearchParams({ relation: "product_daily", column: best.column, key })}`);
  });
}

function draw(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const place = figure.querySelector(".plot");
  place.replaceChildren();
  if (!data.days.length) return;
  const chart = (data.kind === "product" ? productChart : lineChart)(data, place.clientWidth);
  const u = new uPlot(chart.options, chart.values, place);
  u.root.querySelector("canvas").setAttribute("aria-hidden", "true");
  if (data.key) explainOnClick(u, data, chart.columns);
  new ResizeObserver(() => {
    if (place.clientWidth && place.clientWidth !== u.width) u.setSize({ width: place.clientWidth, height: u.height });
  }).observe(place);
}

function drawAll(root) {
  if (typeof uPlot === "undefined") return;
  for (const figure of root.querySelectorAll("figure[data-chart]")) draw(figure);
}

document.addEventListener("DOMContentLoaded", () => {
  drawAll(document);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll(document));
  const key = document.querySelector("input[name=key]");
  if (key && location.hash.length > 1) {
    key.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
  }
  for (const form of document.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => confirm(form.dataset.confirm) || event.preventDefault());
  }
});
