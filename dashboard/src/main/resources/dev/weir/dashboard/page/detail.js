// What is said about the pool that is looked at, but for its charts and its tasks.

import { count, duration, element, exact, percent, setText } from './format.js';

const STATES = {
  RUNNING: 'running',
  PAUSED: 'paused',
  DRAINING: 'shutting down',
  STOPPING: 'stopping',
  TERMINATED: 'ended',
};

/** The large numbers: a label, what it is now, and a line below it. */
const TILES = [
  {
    label: 'Threads busy',
    value: (s) => count(Math.max(0, s.threads - s.idle)),
    of: (s) => ` of ${count(s.max)}`,
    note: (s, stats) => `${count(s.threads)} there, peak ${count(stats.peak)}`,
    level: (s) => [Math.max(0, s.threads - s.idle) / s.max, s.threads / s.max],
  },
  {
    label: 'Waiting',
    value: (s) => count(s.queued),
    note: (s) => (s.waitP99 == null ? 'none began lately' : `p99 wait ${duration(s.waitP99)}`),
    bad: (s) => s.queued > 0 && s.idle === 0,
  },
  {
    label: 'Arrive a second',
    value: (s) => count(s.arrivals),
    note: (s, stats) => `${exact(stats.accepted + stats.rejected)} in all`,
  },
  {
    label: 'End a second',
    value: (s) => count(s.completions),
    note: (s) => (s.runP50 == null ? 'none ended lately' : `p50 run ${duration(s.runP50)}`),
  },
  {
    label: 'Refused a second',
    value: (s) => count(s.rejections),
    note: (s, stats) => `${exact(stats.rejected)} in all`,
    bad: (s) => s.rejections > 0,
  },
  {
    label: 'Failed a second',
    value: (s) => count(s.failures),
    note: (s, stats) => `${exact(stats.failed)} in all`,
    bad: (s) => s.failures > 0,
  },
  {
    label: 'Share of threads',
    title: 'The article’s share: what creating and ending threads took of all time, (T1+T3)/(T1+T2+T3)',
    value: (s) => percent(s.threadShare),
    note: (s, stats) => `${exact(stats.created)} created, ${exact(stats.retired)} gone`,
  },
];

const ACCOUNT = [
  ['accepted', 'accepted'],
  ['queued', 'wait'],
  ['running', 'run'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['cancelled', 'cancelled'],
  ['expired', 'expired'],
  ['dropped', 'dropped'],
  ['handedBack', 'handed back'],
  ['rejected', 'rejected'],
  ['unreadResults', 'results unread'],
];

export class Detail {
  #tiles = new Map();
  #account = new Map();

  constructor() {
    const box = document.getElementById('tiles');
    for (const tile of TILES) {
      const node = element('div', 'tile');
      const label = element('dt', '', tile.label);
      if (tile.title) {
        label.title = tile.title;
      }
      const value = element('dd', 'tile-value');
      const number = element('span', 'tile-number', '–');
      const of = element('span', 'tile-of');
      value.append(number, of);
      const note = element('dd', 'tile-note');
      node.append(label, value, note);
      let level = null;
      if (tile.level) {
        level = [element('span', 'level-there'), element('span', 'level-busy')];
        const bar = element('dd', 'level');
        bar.setAttribute('aria-hidden', 'true');
        bar.append(...level);
        node.append(bar);
      }
      box.append(node);
      this.#tiles.set(tile, { node, number, of, note, level });
    }
    const account = document.getElementById('account');
    for (const [key, label] of ACCOUNT) {
      const node = element('div');
      const value = element('dd', '', '–');
      node.append(element('dt', '', label), value);
      account.append(node);
      this.#account.set(key, value);
    }
  }

  /** Another pool is looked at. */
  name(name) {
    setText(document.getElementById('name'), name);
    document.title = `${name} · Weir`;
  }

  /** sample: the newest values by column name; stats: the counts since the pool was built. */
  show(sample, stats) {
    const state = STATES[stats.state] ?? stats.state;
    const threads = stats.min === stats.max ? `${exact(stats.max)}` : `${exact(stats.min)} to ${exact(stats.max)}`;
    setText(document.getElementById('facts'), `${state} · ${threads} threads`);
    document.getElementById('facts').dataset.state = stats.state;
    for (const [tile, parts] of this.#tiles) {
      setText(parts.number, tile.value(sample, stats));
      setText(parts.of, tile.of?.(sample, stats) ?? '');
      setText(parts.note, tile.note(sample, stats));
      parts.node.classList.toggle('bad', Boolean(tile.bad?.(sample, stats)));
      if (parts.level) {
        const [busy, there] = tile.level(sample);
        parts.level[0].style.width = `${100 * Math.min(1, there)}%`;
        parts.level[1].style.width = `${100 * Math.min(1, busy)}%`;
      }
    }
    for (const [key, node] of this.#account) {
      setText(node, exact(stats[key]));
    }
    setText(
      document.getElementById('account-sum'),
      stats.addsUp ? 'It adds up: every accepted task is in exactly one place.' : 'It does not add up: this is a bug of the pool.',
    );
  }
}
