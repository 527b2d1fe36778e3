// The tasks that run now: the oldest first, each with its stack when it is asked for.

import { age, element, plural, setText } from './format.js';

/** A task that has run for longer is marked, if nobody said how long it should. */
const LONG = 10_000;

export class Tasks {
  #body = document.querySelector('#running tbody');
  #rows = new Map();
  #open = new Map();
  #pool = 0;
  #stacks = true;

  set stacks(shown) {
    this.#stacks = shown;
  }

  /** Forgets what was shown of another pool. */
  clear(pool) {
    this.#pool = pool;
    this.#rows.clear();
    this.#open.clear();
    this.#body.replaceChildren();
    this.show([], 0);
  }

  /** tasks: [thread id, task, executor, thread, age in ms, state, innermost frame]; all: how many there are. */
  show(tasks, all) {
    const there = new Set();
    let before = null;
    for (const [id, name, executor, thread, ms, state, frame] of tasks) {
      const key = `${id} ${name}`;
      there.add(key);
      let row = this.#rows.get(key);
      if (row && ms + 500 < row.ms) {
        this.#remove(key); // another task of that name, on the same thread
        row = null;
      }
      if (!row) {
        row = this.#newRow(key, id, name, executor);
        this.#rows.set(key, row);
      }
      row.ms = ms;
      setText(row.thread, thread);
      setText(row.state, STATES[state] ?? state);
      setText(row.where, `${thread} · ${STATES[state] ?? state}`);
      setText(row.age, age(ms));
      setText(row.frame, frame ? `at ${frame}` : '');
      row.node.classList.toggle('long', ms > LONG);
      const next = before ? before.nextSibling : this.#body.firstChild;
      if (next !== row.node) {
        this.#body.insertBefore(row.node, next);
        if (row.stack) {
          row.node.after(row.stack);
        }
      }
      before = row.stack ?? row.node;
    }
    for (const key of [...this.#rows.keys()]) {
      if (!there.has(key)) {
        this.#remove(key);
      }
    }
    document.getElementById('running').hidden = !tasks.length;
    document.getElementById('running-none').hidden = tasks.length > 0;
    const shown = tasks.length < all ? `, the oldest ${tasks.length} shown` : '';
    setText(document.getElementById('running-count'), all ? `${plural(all, 'task', 'tasks')}${shown}` : '');
    for (const [key, id] of this.#open) {
      this.#fetch(key, id);
    }
  }

  #remove(key) {
    const row = this.#rows.get(key);
    row?.stack?.remove();
    row?.node.remove();
    this.#rows.delete(key);
    this.#open.delete(key);
  }

  #newRow(key, id, name, executor) {
    const node = element('tr');
    const task = element('td', 'task');
    const button = element('button', 'task-name', short(name));
    button.title = name;
    button.type = 'button';
    button.disabled = !this.#stacks;
    button.setAttribute('aria-expanded', 'false');
    button.addEventListener('click', () => this.#toggle(key, id, button));
    const frame = element('span', 'frame');
    const where = element('span', 'narrow where');
    task.append(button);
    if (executor) {
      task.append(element('span', 'executor', `in ${executor}`));
    }
    task.append(where, frame);
    const thread = element('td', 'wide thread');
    const state = element('td', 'wide');
    const since = element('td', 'number');
    node.append(task, thread, state, since);
    return { node, thread, state, where, age: since, frame, stack: null, ms: 0 };
  }

  #toggle(key, id, button) {
    const row = this.#rows.get(key);
    if (!row) {
      return;
    }
    if (row.stack) {
      row.stack.remove();
      row.stack = null;
      this.#open.delete(key);
      button.setAttribute('aria-expanded', 'false');
      return;
    }
    const cell = element('td');
    cell.colSpan = matchMedia('(max-width: 560px)').matches ? 2 : 4; // two columns are hidden there
    cell.append(element('pre', 'stack', '…'));
    row.stack = element('tr', 'stack-row');
    row.stack.append(cell);
    row.node.after(row.stack);
    button.setAttribute('aria-expanded', 'true');
    this.#open.set(key, id);
    this.#fetch(key, id);
  }

  async #fetch(key, id) {
    const row = this.#rows.get(key);
    const pre = row?.stack?.querySelector('pre');
    if (!pre || row.asking) {
      return;
    }
    row.asking = true;
    try {
      const answer = await fetch(`stack?pool=${this.#pool}&thread=${id}`);
      if (answer.ok) {
        const { stack } = await answer.json();
        setText(pre, stack.length ? stack.map((line) => `at ${line}`).join('\n') : 'Not in code of its own just now.');
      } else {
        setText(pre, 'It has just ended.');
      }
    } catch {
      setText(pre, 'The connection is lost.');
    } finally {
      row.asking = false;
    }
  }
}

/** A name that is a class's, without what only machines read in it; any other as it is. */
function short(name) {
  const type = /^(?:[a-z][\w]*\.)+([A-Z][\w$]*?)(\$\$Lambda\S*)?(?:[/@]\S*)?$/.exec(name);
  return type ? type[1] + (type[2] ? ' (lambda)' : '') : name;
}

const STATES = {
  RUNNABLE: 'runs',
  BLOCKED: 'blocked by a lock',
  WAITING: 'waits',
  TIMED_WAITING: 'waits, with a limit',
  NEW: 'begins',
  TERMINATED: 'ended',
};
