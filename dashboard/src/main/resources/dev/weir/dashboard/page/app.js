// Ties the page together: what comes from the server goes to the parts that show it.

import { Charts } from './charts.js';
import { Control } from './control.js';
import { Detail } from './detail.js';
import { clock, fromHash, setText, wellFormed } from './format.js';
import { Happenings } from './happenings.js';
import { PoolList } from './list.js';
import { Stream } from './stream.js';
import { Tasks } from './tasks.js';
import { showVerdict } from './verdict.js';

/** The samples of the pool that is looked at, a column after the other. */
class History {
  constructor(names, kept, t, columns) {
    this.names = names;
    this.kept = kept;
    this.t = t;
    this.columns = columns;
  }

  sample(index) {
    const sample = {};
    this.names.forEach((name, k) => (sample[name] = this.columns[k][index]));
    return sample;
  }

  add(t, values) {
    if (this.t.length && t <= this.t[this.t.length - 1]) {
      return;
    }
    this.t.push(t);
    this.columns.forEach((column, k) => column.push(values ? values[k] : null));
    if (this.t.length > this.kept) {
      this.t.shift();
      this.columns.forEach((column) => column.shift());
    }
  }
}

const pools = new Map();
let hello = null;
let selected = 0;
let history = null;
let wanted = fromHash(location.hash);

const list = new PoolList((id) => choose(id));
const charts = new Charts();
const detail = new Detail();
const tasks = new Tasks();
const happenings = new Happenings();
const control = new Control();
const stream = new Stream(
  { hello: onHello, pools: onPools, tick: onTick, history: onHistory, detail: onDetail },
  onStatus,
);

function onHello(data) {
  const restarted = hello && hello.instance !== data.instance;
  hello = data;
  pools.clear();
  setText(
    document.getElementById('program'),
    `process ${data.process} · Java ${data.java} · ${data.processors} processors${data.version ? ` · Weir ${data.version}` : ''}`,
  );
  control.allowed = data.control;
  tasks.stacks = data.stacks;
  if (restarted) {
    selected = 0; // numbers of pools mean nothing to another server
  }
}

function onPools({ added, gone }) {
  for (const [id, name] of added) {
    const pool = { id, name, state: 'RUNNING' };
    for (const column of hello.columns.slice(0, hello.listed)) {
      pool[column] = 0;
    }
    pools.set(id, pool);
  }
  for (const id of gone) {
    pools.delete(id);
    if (id === selected) {
      setText(document.getElementById('facts'), 'ended');
      document.getElementById('facts').dataset.state = 'TERMINATED';
      tasks.show([], 0);
    }
  }
  list.pools = pools;
}

function onTick({ t, rows }) {
  for (const [id, state, ...values] of rows) {
    const pool = pools.get(id);
    if (pool) {
      pool.state = hello.states[state];
      values.forEach((value, k) => (pool[hello.columns[k]] = value));
    }
  }
  list.update();
  setText(document.getElementById('status-text'), `Live · ${clock(t)}`);
  if (!selected && pools.size) {
    const named = [...pools.values()].find((pool) => wellFormed(pool.name) === wellFormed(wanted));
    choose((named ?? pools.values().next().value).id);
  }
  const none = document.getElementById('nothing');
  setText(none, 'No pool yet. Pools appear here as soon as the program builds them.');
  none.hidden = selected !== 0;
}

function onHistory({ pool, t, columns }) {
  if (pool === selected) {
    history = new History(hello.columns, hello.kept, t, columns);
    charts.show(history);
  }
}

function onDetail(data) {
  if (data.pool !== selected || !history) {
    return;
  }
  history.add(data.t, data.values);
  charts.draw();
  if (data.stats) {
    detail.show(history.sample(history.t.length - 1), data.stats);
    control.stats(data.stats);
    showVerdict(data.explanation, data.stats.max);
  }
  tasks.show(data.tasks ?? [], data.allTasks ?? 0);
  happenings.show(data.failures, data.events);
  document.getElementById('detail').hidden = false;
}

function choose(id) {
  const pool = pools.get(id);
  if (!pool || id === selected) {
    return;
  }
  selected = id;
  wanted = pool.name;
  window.history.replaceState(null, '', `#${encodeURIComponent(wellFormed(pool.name))}`);
  history = null;
  list.selected = id;
  detail.name(pool.name);
  tasks.clear(id);
  happenings.clear(id);
  control.look(id);
  stream.open(id);
}

function onStatus(state) {
  const status = document.getElementById('status');
  if (status.dataset.state === state) {
    return;
  }
  status.dataset.state = state;
  document.body.classList.toggle('lost', state === 'lost');
  if (state === 'lost') {
    setText(document.getElementById('status-text'), 'Connection lost, trying again');
  }
}

stream.open(0);
