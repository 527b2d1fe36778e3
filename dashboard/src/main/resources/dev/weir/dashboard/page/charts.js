// The charts of one pool. Each has its current numbers beside its title, and says in words what it shows.

import { clock, count, duration, element, setText } from './format.js';

const LEAST_TIME = 1e-3; // a microsecond: nothing on a logarithmic scale is shorter

/**
 * What there is to see. A series is drawn from columns of the samples: `of` computes it from one sample (a function of
 * the column values by name). Areas are drawn over one another, the largest first.
 */
const SPECS = [
  {
    title: 'Threads',
    format: count,
    series: [
      { label: 'idle', color: '--idle', fill: '--idle-fill', of: (s) => s.threads, said: (s) => s.idle },
      { label: 'busy', color: '--busy', fill: '--busy-fill', of: (s) => Math.max(0, s.threads - s.idle) },
      { label: 'at most', color: '--limit', dash: [4, 4], of: (s) => s.max },
    ],
    summary: 'busy',
  },
  {
    title: 'Waiting tasks',
    format: count,
    series: [{ label: 'queue', color: '--busy', fill: '--busy-fill', of: (s) => s.queued }],
    summary: 'queue',
  },
  {
    title: 'Tasks a second',
    format: count,
    series: [
      { label: 'arrive', color: '--second', of: (s) => s.arrivals },
      { label: 'end', color: '--busy', of: (s) => s.completions },
      { label: 'fail', color: '--bad', of: (s) => s.failures },
    ],
    summary: 'arrive',
  },
  {
    title: 'Refused and given up a second',
    format: count,
    stacked: true,
    empty: 'none',
    series: [
      { label: 'queue full', color: '--bad', of: (s) => s.queueFull },
      { label: 'dropped', color: '--second', of: (s) => s.dropped },
      { label: 'expired', color: '--third', of: (s) => s.expired },
      { label: 'shut down', color: '--limit', rare: true, of: (s) => s.shutDown },
      { label: 'no thread', color: '--p99', rare: true, of: (s) => s.noThread },
      { label: 'interrupted', color: '--p90', rare: true, of: (s) => s.interrupted },
      { label: 'closed', color: '--p50', rare: true, of: (s) => s.closed },
    ],
    summary: 'queue full',
  },
  {
    title: 'Time in queue',
    format: duration,
    log: true,
    series: [
      { label: 'p50', color: '--p50', of: (s) => s.waitP50 },
      { label: 'p90', color: '--p90', of: (s) => s.waitP90 },
      { label: 'p99', color: '--p99', of: (s) => s.waitP99 },
      { label: 'oldest', color: '--second', dash: [2, 3], of: (s) => s.oldestWait || null },
    ],
    summary: 'p99',
  },
  {
    title: 'Time running',
    format: duration,
    log: true,
    series: [
      { label: 'p50', color: '--p50', of: (s) => s.runP50 },
      { label: 'p90', color: '--p90', of: (s) => s.runP90 },
      { label: 'p99', color: '--p99', of: (s) => s.runP99 },
    ],
    summary: 'p99',
  },
];

export class Charts {
  #box = document.getElementById('charts');
  #time = document.getElementById('cursor-time');
  #charts = [];
  #history = null;
  #seconds = 300;

  constructor() {
    for (const button of document.querySelectorAll('.range button')) {
      button.addEventListener('click', () => {
        this.#seconds = Number(button.dataset.seconds);
        for (const each of document.querySelectorAll('.range button')) {
          each.setAttribute('aria-pressed', each === button);
        }
        this.draw();
      });
    }
    document.addEventListener('weir-theme', () => this.#build());
    this.#build();
  }

  #build() {
    for (const chart of this.#charts) {
      chart.destroy();
    }
    this.#box.replaceChildren();
    this.#charts = SPECS.map((spec) => new Chart(this.#box, spec, (at) => this.#hover(at)));
    this.draw();
  }

  #hover(ms) {
    setText(this.#time, ms == null ? '' : `at ${clock(ms)}`);
  }

  /** The samples of the pool that is looked at; null for none. */
  show(history) {
    this.#history = history;
    this.draw();
  }

  draw() {
    const history = this.#history;
    if (!history || document.hidden) {
      return;
    }
    const end = history.t.length ? history.t[history.t.length - 1] : Date.now();
    // While there is less to see than was asked for, what there is gets the whole width.
    const lived = history.t.length ? (end - history.t[0]) / 1000 : 0;
    const begin = end - Math.min(this.#seconds, Math.max(60, lived)) * 1000;
    let from = history.t.length;
    while (from > 0 && history.t[from - 1] >= begin) {
      from--;
    }
    for (const chart of this.#charts) {
      chart.draw(history, from, begin, end);
    }
  }
}

class Chart {
  #spec;
  #plot;
  #figure;
  #view;
  #legend;
  #empty;
  #size;
  #data = [];
  #spoken = [];
  #hover;

  constructor(box, spec, hover) {
    this.#spec = spec;
    this.#hover = hover;
    this.#figure = element('figure', 'chart');
    const caption = element('figcaption');
    caption.append(element('h4', '', spec.title));
    const legend = element('ul', 'legend');
    this.#legend = spec.series.map((series) => {
      const item = element('li');
      const swatch = element('span', series.dash ? 'swatch dashed' : 'swatch');
      swatch.style.setProperty('--swatch', `var(${series.color})`);
      const value = element('span', 'legend-value', '–');
      item.append(swatch, `${series.label} `, value);
      legend.append(item);
      return { item, value };
    });
    caption.append(legend);
    this.#view = element('div', 'plot');
    this.#view.setAttribute('role', 'img');
    this.#view.tabIndex = 0;
    this.#empty = element('p', 'plot-empty', spec.empty ?? '');
    this.#figure.append(caption, this.#view);
    box.append(this.#figure);
    this.#plot = new uPlot(this.#options(), [[], ...spec.series.map(() => [])], this.#view);
    this.#view.append(this.#empty);
    this.#size = new ResizeObserver(() => this.#plot.setSize({ width: this.#view.clientWidth, height: this.#view.clientHeight }));
    this.#size.observe(this.#view);
    this.#view.addEventListener('keydown', (event) => this.#key(event));
    this.#view.addEventListener('blur', () => this.#plot.setCursor({ left: -10, top: -10 }));
  }

  destroy() {
    this.#size.disconnect();
    this.#plot.destroy();
  }

  #options() {
    const style = getComputedStyle(document.documentElement);
    const color = (name) => style.getPropertyValue(name).trim();
    const spec = this.#spec;
    const font = `11px ${style.getPropertyValue('--font')}`;
    const axis = { stroke: color('--muted'), font, ticks: { show: false }, grid: { stroke: color('--grid'), width: 1 } };
    const y = spec.log
      ? { distr: 3, log: 10, range: (u, low, high) => logRange(low, high) }
      : { range: (u, low, high) => [0, niceCeiling(high)] };
    return {
      width: 320,
      height: 160,
      legend: { show: false },
      padding: [8, 10, 0, 0],
      cursor: {
        y: false,
        drag: { x: false, y: false },
        sync: { key: 'weir' },
        points: { size: 6 },
      },
      scales: { x: { time: true }, y },
      axes: [
        { ...axis, size: 26, space: 70, values: (u, ticks) => ticks.map((t) => timeLabel(u, t)) },
        {
          ...axis,
          size: 54,
          space: 28,
          incrs: spec.log ? undefined : [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1e8, 1e9],
          splits: spec.log ? (u, index, low, high) => powers(low, high) : undefined,
          filter: spec.log ? (u, splits) => splits : undefined,
          values: (u, ticks) => ticks.map((v) => (v == null ? '' : spec.format(v))),
        },
      ],
      series: [
        {},
        ...spec.series.map((series) => ({
          stroke: color(series.color),
          fill: series.fill ? color(series.fill) : spec.stacked ? color(series.color) : undefined,
          width: spec.stacked ? 0 : 1.5,
          dash: series.dash,
          spanGaps: false,
          paths: spec.stacked ? uPlot.paths.bars({ size: [0.9, 8] }) : undefined,
          points: { show: false },
        })),
      ],
      hooks: { setCursor: [(u) => this.#say(u.cursor.idx)] },
    };
  }

  draw(history, from, begin, end) {
    const spec = this.#spec;
    const t = [];
    const drawn = spec.series.map(() => []);
    const spoken = spec.series.map(() => []);
    for (let i = from; i < history.t.length; i++) {
      const sample = history.sample(i);
      t.push(history.t[i] / 1000);
      let pile = 0;
      for (let k = spec.series.length - 1; k >= 0; k--) {
        const series = spec.series[k];
        const value = series.of(sample);
        const known = value != null && !Number.isNaN(value);
        spoken[k].push(known ? (series.said ? series.said(sample) : value) : null);
        if (spec.stacked) {
          pile += known ? value : 0; // the first one's pile is the tallest, and drawn first
          drawn[k].push(pile);
        } else {
          drawn[k].push(known ? (spec.log ? Math.max(LEAST_TIME, value) : value) : null);
        }
      }
    }
    this.#data = [t, ...drawn];
    this.#spoken = spoken;
    this.#plot.setData(this.#data, false);
    this.#plot.setScale('x', { min: begin / 1000, max: end / 1000 });
    this.#empty.hidden = !spec.empty || spoken.some((values) => values.some((value) => value > 0));
    this.#say(this.#plot.cursor.idx);
    this.#describe(end - begin);
  }

  /** Shows the numbers under the cursor, or the newest ones. */
  #say(index) {
    const t = this.#data[0] ?? [];
    const pointed = index != null && index < t.length && this.#plot.cursor.left >= 0;
    const at = pointed ? index : t.length - 1;
    this.#legend.forEach(({ value, item }, k) => {
      const values = this.#spoken[k] ?? [];
      setText(value, this.#spec.format(at >= 0 ? values[at] : null));
      const never = !values.some((each) => each > 0);
      item.classList.toggle('zero', Boolean(this.#spec.stacked) && never);
      item.hidden = Boolean(this.#spec.series[k].rare) && never;
    });
    this.#hover(pointed ? t[at] * 1000 : null);
  }

  #describe(ms) {
    const spec = this.#spec;
    const now = spec.series.map((series, k) => `${series.label} ${spec.format(this.#spoken[k].at(-1))}`).join(', ');
    const index = spec.series.findIndex((series) => series.label === spec.summary);
    const most = this.#spoken[index].reduce((high, value) => (value > high ? value : high), 0);
    this.#view.setAttribute(
      'aria-label',
      `${spec.title}, last ${Math.round(ms / 60_000)} minutes. Now: ${now}. Highest ${spec.summary}: ${spec.format(most)}.`,
    );
  }

  /** The cursor by keyboard. */
  #key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const t = this.#data[0] ?? [];
    if (!step || !t.length) {
      return;
    }
    const { cursor } = this.#plot;
    const from = cursor.left >= 0 && cursor.idx != null ? cursor.idx : t.length - 1;
    const to = Math.min(t.length - 1, Math.max(0, from + step * (event.shiftKey ? 10 : 1)));
    this.#plot.setCursor({ left: this.#plot.valToPos(t[to], 'x'), top: 10 });
    event.preventDefault();
  }
}

/** The time at a mark, unless it would stick out at the right. */
function timeLabel(u, t) {
  const seconds = u.scales.x.max - u.scales.x.min <= 120;
  const room = u.bbox.width / devicePixelRatio - u.valToPos(t, 'x');
  return room < (seconds ? 18 : 10) ? null : clock(t * 1000).slice(0, seconds ? 8 : 5);
}

/** A round number above the highest value, and never so low that a single task fills the chart. */
function niceCeiling(high) {
  if (!(high > 0)) {
    return 4;
  }
  const room = Math.max(high * 1.08, 4);
  const unit = 10 ** Math.floor(Math.log10(room)) / 2;
  return Math.ceil(room / unit) * unit;
}

/** Whole powers of ten around what is shown, two at least. */
function logRange(low, high) {
  if (!(high > 0)) {
    return [1e-3, 1e3];
  }
  const bottom = Math.floor(Math.log10(Math.max(LEAST_TIME, low)) + 1e-9);
  const top = Math.max(bottom + 2, Math.ceil(Math.log10(high) - 1e-9));
  return [10 ** bottom, 10 ** top];
}

function powers(low, high) {
  const marks = [];
  for (let power = Math.round(Math.log10(low)); power <= Math.round(Math.log10(high)); power++) {
    marks.push(10 ** power);
  }
  return marks;
}
