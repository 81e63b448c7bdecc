// The native charts of a tab, drawn from their specs over the cells they are anchored at.

import { sheets } from "../api.js";
import { el } from "../dom.js";
import { colour } from "./look.js";

// Okabe and Ito's colours, which people with any kind of colour vision tell apart.
const PALETTE = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442", "#555555"];
const KINDS = { COLUMN: "bar", BAR: "bar", LINE: "line", AREA: "line", STEPPED_AREA: "line", SCATTER: "scatter", COMBO: "bar" };
const INK = "#3c4650";
const LONGEST_LABEL = 18;
const SIZE = { width: 600, height: 371 };

let library = null;

function loadLibrary() {
  library ??= new Promise((resolve, reject) => {
    const script = el("script", { src: "/page/vendor/chart-4.6.1.umd.min.js" });
    script.onload = () => {
      const { Chart } = window;
      Chart.defaults.font.family = '"Liberation Sans", Arial, Helvetica, sans-serif';
      Chart.defaults.color = INK;
      Chart.defaults.animation = false;
      resolve(Chart);
    };
    script.onerror = () => reject(new Error("The chart library is missing."));
    document.head.append(script);
  });
  return library;
}

const sourceOf = (data) => data?.sourceRange?.sources?.[0];

/** The texts or numbers of source ranges, each as one flat list with its header taken off. */
async function columnsOf(book, sources, headers) {
  const [shown, plain] = await Promise.all([
    sheets.values(book.id, sources), sheets.values(book.id, sources, "UNFORMATTED_VALUE"),
  ]);
  return sources.map((source, place) => {
    const length = Math.max((source.endRowIndex ?? 0) - (source.startRowIndex ?? 0), 0);
    const wide = length === 1;
    const list = (values) => (wide ? (values[0] ?? []) : Array.from({ length }, (_, row) => values[row]?.[0] ?? null));
    const [texts, numbers] = [list(shown[place]), list(plain[place])];
    const title = headers ? String(texts.slice(0, headers).join(" ")) : "";
    return { title, texts: texts.slice(headers), numbers: numbers.slice(headers) };
  });
}

/** A colour, a quarter of it. */
const faint = (ink) => (ink.startsWith("#") ? `${ink}40` : ink.replace(")", " / 25%)"));

const toNumber = (value) => (typeof value === "number" ? value : null);

/** An axis label that leaves room for the chart; the whole of it shows under the pointer. Chart.js calls it on a scale. */
function shortened(place) {
  const label = String(this.getLabelForValue(place));
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
}

async function basicChart(book, spec) {
  const basic = spec.basicChart;
  const headers = basic.headerCount ?? 0;
  const series = basic.series ?? [];
  const sources = [sourceOf(basic.domains?.[0]?.domain), ...series.map((one) => sourceOf(one.series))];
  const [domain, ...columns] = await columnsOf(book, sources.filter(Boolean), headers);
  // Rows the sheet keeps free for later carry neither label nor number.
  const used = domain.texts.map((text, row) => (text ?? "") !== "" || columns.some((column) => toNumber(column.numbers[row]) !== null));
  const kept = (list) => list.filter((_, row) => used[row]);
  const stacked = Boolean(basic.stackedType && basic.stackedType !== "NOT_STACKED");
  const sideways = basic.chartType === "BAR";
  const datasets = columns.map((column, place) => {
    const own = series[place].type ?? basic.chartType;
    const ink = colour(series[place].colorStyle) ?? PALETTE[place % PALETTE.length];
    return {
      type: KINDS[own === "COMBO" ? "COLUMN" : own] ?? "bar", label: column.title, data: kept(column.numbers).map(toNumber),
      backgroundColor: own === "AREA" ? faint(ink) : ink, borderColor: ink,
      borderWidth: own === "LINE" || own === "AREA" ? 2 : 0, borderRadius: 2, maxBarThickness: 48,
      fill: own === "AREA" || own === "STEPPED_AREA", stepped: own === "STEPPED_AREA", pointRadius: 3, tension: 0,
    };
  });
  const titles = Object.fromEntries((basic.axis ?? []).map((axis) => [axis.position, axis.title]));
  const axis = (title, extra) => ({
    stacked, title: { display: Boolean(title), text: title }, grid: { color: "#e7eaee" }, border: { color: "#c3c9d1" }, ...extra,
  });
  const names = axis(titles.BOTTOM_AXIS, { grid: { display: false }, ticks: { callback: shortened } });
  const numbers = axis(titles.LEFT_AXIS, { beginAtZero: true, ticks: { precision: 0 } });
  const scales = sideways ? { x: numbers, y: names } : { x: names, y: numbers };
  return { type: "bar", data: { labels: kept(domain.texts), datasets }, options: { indexAxis: sideways ? "y" : "x", scales },
    legend: basic.legendPosition };
}

async function pieChart(book, spec) {
  const [domain, series] = await columnsOf(book, [sourceOf(spec.pieChart.domain), sourceOf(spec.pieChart.series)], 0);
  const rows = domain.texts.map((text, row) => [text, toNumber(series.numbers[row])]).filter(([, value]) => value !== null);
  const type = spec.pieChart.pieHole ? "doughnut" : "pie";
  return { type, legend: spec.pieChart.legendPosition, options: {},
    data: { labels: rows.map(([text]) => text), datasets: [{ data: rows.map(([, value]) => value), backgroundColor: PALETTE }] } };
}

const LEGENDS = { BOTTOM_LEGEND: "bottom", TOP_LEGEND: "top", LEFT_LEGEND: "left", RIGHT_LEGEND: "right" };

function inWords(title, { labels, datasets }) {
  const parts = datasets.map((set) => `${set.label ?? ""} ${labels.map((label, at) => `${label}: ${set.data[at] ?? "–"}`).join(", ")}`);
  return `Chart ${title}. ${parts.join(". ")}`;
}

async function drawOne(Chart, book, chart, host) {
  const { spec } = chart;
  const drawn = spec.basicChart ? await basicChart(book, spec) : spec.pieChart ? await pieChart(book, spec) : null;
  if (!drawn) {
    host.append(el("p", { class: "chart-unknown" }, `${spec.title ?? "Chart"}: this kind of chart is not drawn here.`));
    return;
  }
  const canvas = el("canvas", { role: "img", "aria-label": inWords(spec.title ?? "", drawn.data) });
  host.append(canvas);
  const position = LEGENDS[drawn.legend] ?? "right";
  const options = {
    ...drawn.options, responsive: true, maintainAspectRatio: false, layout: { padding: 10 },
    plugins: {
      title: { display: Boolean(spec.title), text: spec.title, align: "start", font: { size: 15, weight: "600" }, padding: { bottom: 12 } },
      subtitle: { display: Boolean(spec.subtitle), text: spec.subtitle, align: "start" },
      legend: { display: drawn.legend !== "NO_LEGEND" && (drawn.type !== "bar" || drawn.data.datasets.length > 1), position },
    },
  };
  host.chart = new Chart(canvas, { type: drawn.type, data: drawn.data, options });
}

/** Draw a tab's charts into the layer over its cells, in place of those that were there. */
export async function drawCharts(grid, tab) {
  const charts = (tab.about.charts ?? []).filter((chart) => chart.position?.overlayPosition);
  const frames = charts.map((chart) => {
    const { anchorCell = {}, offsetXPixels = 0, offsetYPixels = 0, widthPixels, heightPixels } = chart.position.overlayPosition;
    const { x, y } = grid.origin("body");
    const frame = el("figure", { class: "chart" });
    frame.style.left = `${grid.columns.start(anchorCell.columnIndex ?? 0) - x + offsetXPixels}px`;
    frame.style.top = `${grid.rows.start(anchorCell.rowIndex ?? 0) - y + offsetYPixels}px`;
    frame.style.width = `${widthPixels ?? SIZE.width}px`;
    frame.style.height = `${heightPixels ?? SIZE.height}px`;
    return frame;
  });
  if (charts.length === 0) {
    swap(grid, []);
    return;
  }
  const Chart = await loadLibrary();
  const turn = (grid.chartTurn = Symbol("turn"));
  // Out of sight until all are drawn, so that a refresh does not flicker.
  const stage = el("div", { class: "charts staged" }, ...frames);
  grid.panes.body.element.append(stage);
  try {
    await Promise.all(charts.map((chart, place) => drawOne(Chart, tab.book, chart, frames[place])));
  } finally {
    stage.remove();
  }
  if (turn === grid.chartTurn && grid.tab === tab) swap(grid, frames);
}

function swap(grid, frames) {
  for (const old of grid.charts.children) old.chart?.destroy();
  grid.charts.replaceChildren(...frames);
}
