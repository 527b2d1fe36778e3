// The list of pools: search, sort, choose. Only the rows in sight exist, so a thousand pools cost no more than twenty.

import { count, element, setText } from './format.js';

const ROW = 60;
const SPARE = 4;

export class PoolList {
  #box = document.getElementById('pools');
  #search = document.getElementById('search');
  #sort = document.getElementById('sort');
  #spacer = element('div', 'pools-spacer');
  #choose;
  #pools = new Map();
  #shown = [];
  #rows = new Map();
  #selected = 0;
  #active = 0;

  /** choose: called with the id of a pool that somebody chose. */
  constructor(choose) {
    this.#choose = choose;
    this.#box.append(this.#spacer);
    this.#box.addEventListener('scroll', () => this.#draw(), { passive: true });
    this.#box.addEventListener('keydown', (event) => this.#key(event));
    this.#box.addEventListener('click', (event) => {
      const row = event.target.closest('[data-id]');
      if (row) {
        this.#choose(Number(row.dataset.id));
      }
    });
    this.#search.addEventListener('input', () => this.update());
    this.#sort.addEventListener('change', () => this.update());
    new ResizeObserver(() => this.#draw()).observe(this.#box);
  }

  set pools(pools) {
    this.#pools = pools;
    this.update();
  }

  set selected(id) {
    this.#selected = id;
    this.#active = id;
    this.#draw();
  }

  /** Filters and sorts anew. */
  update() {
    const wanted = this.#search.value.trim().toLowerCase();
    this.#shown = [...this.#pools.values()].filter((pool) => pool.name.toLowerCase().includes(wanted));
    const by = SORTS[this.#sort.value];
    this.#shown.sort((a, b) => by(a, b) || a.id - b.id);
    const all = this.#pools.size;
    setText(document.getElementById('pool-count'), wanted ? `${this.#shown.length} of ${all}` : `${all}`);
    this.#spacer.style.height = `${this.#shown.length * ROW}px`;
    document.body.classList.toggle('one-pool', all === 1);
    this.#draw();
  }

  #draw() {
    const first = Math.max(0, Math.floor(this.#box.scrollTop / ROW) - SPARE);
    const last = Math.min(this.#shown.length, Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / ROW) + SPARE);
    const inSight = new Set();
    for (let i = first; i < last; i++) {
      const pool = this.#shown[i];
      inSight.add(pool.id);
      let row = this.#rows.get(pool.id);
      if (!row) {
        row = newRow(pool);
        this.#rows.set(pool.id, row);
        this.#spacer.append(row.node);
      }
      fill(row, pool, i, this.#shown.length, pool.id === this.#selected, pool.id === this.#active);
    }
    for (const [id, row] of this.#rows) {
      if (!inSight.has(id)) {
        row.node.remove();
        this.#rows.delete(id);
      }
    }
    const active = this.#rows.get(this.#active);
    if (active) {
      this.#box.setAttribute('aria-activedescendant', active.node.id);
    } else {
      this.#box.removeAttribute('aria-activedescendant');
    }
  }

  #key(event) {
    const at = this.#shown.findIndex((pool) => pool.id === this.#active);
    const page = Math.max(1, Math.floor(this.#box.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in moves && this.#shown.length) {
      const to = Math.min(this.#shown.length - 1, Math.max(0, (at < 0 ? -1 : at) + moves[event.key]));
      this.#active = this.#shown[to].id;
      const top = to * ROW;
      if (top < this.#box.scrollTop) {
        this.#box.scrollTop = top;
      } else if (top + ROW > this.#box.scrollTop + this.#box.clientHeight) {
        this.#box.scrollTop = top + ROW - this.#box.clientHeight;
      }
      this.#draw();
      event.preventDefault();
    } else if ((event.key === 'Enter' || event.key === ' ') && at >= 0) {
      this.#choose(this.#active);
      event.preventDefault();
    }
  }
}

const SORTS = {
  order: () => 0,
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }),
  trouble: (a, b) => rank(b) - rank(a),
  busy: (a, b) => use(b) - use(a),
  queue: (a, b) => b.queued - a.queued,
  rate: (a, b) => b.arrivals - a.arrivals,
};

const RANKS = ['idle', 'busy', 'paused', 'full', 'failing', 'rejecting'];

function rank(pool) {
  return RANKS.indexOf(condition(pool).name);
}

function use(pool) {
  return (pool.threads - pool.idle) / Math.max(1, pool.max);
}

/** The one word about a pool, and how it is said. */
export function condition(pool) {
  if (pool.state === 'PAUSED') {
    return { name: 'paused', words: 'paused' };
  }
  if (pool.rejections > 0) {
    return { name: 'rejecting', words: `rejecting ${count(pool.rejections)}/s` };
  }
  if (pool.failures > 0) {
    return { name: 'failing', words: `failing ${count(pool.failures)}/s` };
  }
  if (pool.queued > 0 && pool.idle === 0) {
    return { name: 'full', words: 'all threads busy' };
  }
  if (pool.running > 0) {
    return { name: 'busy', words: 'busy' };
  }
  return { name: 'idle', words: 'idle' };
}

function newRow(pool) {
  const node = element('div', 'pool');
  node.id = `pool-${pool.id}`;
  node.dataset.id = pool.id;
  node.setAttribute('role', 'option');
  const name = element('span', 'pool-name', pool.name);
  name.title = pool.name;
  const threads = element('span', 'pool-threads');
  const words = element('span', 'pool-words');
  const numbers = element('span', 'pool-numbers');
  const level = element('span', 'level');
  const there = element('span', 'level-there');
  const busy = element('span', 'level-busy');
  level.append(there, busy);
  node.append(name, threads, words, numbers, level);
  return { node, threads, words, numbers, there, busy };
}

function fill(row, pool, index, all, selected, active) {
  const { node } = row;
  const { name, words } = condition(pool);
  const busy = Math.max(0, pool.threads - pool.idle);
  node.style.transform = `translateY(${index * ROW}px)`;
  node.dataset.condition = name;
  node.classList.toggle('active', active);
  node.setAttribute('aria-selected', selected);
  node.setAttribute('aria-posinset', index + 1);
  node.setAttribute('aria-setsize', all);
  setText(row.threads, `${count(busy)} / ${count(pool.max)}`);
  row.threads.title = 'threads busy / threads at most';
  setText(row.words, words);
  setText(row.numbers, `${count(pool.queued)} waiting · ${count(pool.completions)}/s`);
  row.there.style.width = `${(100 * pool.threads) / Math.max(1, pool.max)}%`;
  row.busy.style.width = `${(100 * Math.min(busy, pool.max)) / Math.max(1, pool.max)}%`;
}
