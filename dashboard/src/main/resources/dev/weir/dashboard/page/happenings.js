// The last failures and the last events of the pool: a line each, with a stack where there is one.

import { clock, count, element, setText } from './format.js';

const KINDS = { refused: 'refused', stuck: 'stuck', expired: 'expired', failed: 'failed', changed: '', good: '' };

export class Happenings {
  #pool = 0;
  #lists = ['failures', 'events'].map((name) => ({
    name,
    box: document.getElementById(name),
    none: document.getElementById(`${name}-none`),
    lines: new Map(),
  }));

  /** Forgets what was shown of another pool. */
  clear(pool) {
    this.#pool = pool;
    for (const list of this.#lists) {
      list.lines.clear();
      list.box.replaceChildren();
      list.none.hidden = false;
    }
  }

  /** Each: [number, time, kind, task, text, count, whether there is a stack], the newest first. */
  show(failures, events) {
    this.#fill(this.#lists[0], failures ?? []);
    this.#fill(this.#lists[1], events ?? []);
  }

  #fill(list, all) {
    const there = new Set();
    let before = null;
    for (const happening of all) {
      const number = happening[0];
      there.add(number);
      let line = list.lines.get(number);
      if (!line) {
        line = this.#newLine(happening);
        list.lines.set(number, line);
      }
      const [, t, kind, , text, many] = happening;
      setText(line.time, clock(t));
      setText(line.text, kind === 'refused' ? `${count(many)} refused: ${text}` : text);
      const next = before ? before.nextSibling : list.box.firstChild;
      if (next !== line.node) {
        list.box.insertBefore(line.node, next);
      }
      before = line.node;
    }
    for (const [number, line] of list.lines) {
      if (!there.has(number)) {
        line.node.remove();
        list.lines.delete(number);
      }
    }
    list.none.hidden = all.length > 0;
  }

  #newLine([number, , kind, task, , , hasStack]) {
    const node = element('li', `happening ${kind}`);
    const time = element('time');
    const what = element('div');
    const text = element('span', 'happening-text');
    if (task) {
      const name = hasStack ? element('button', 'task-name', task) : element('strong', '', task);
      if (hasStack) {
        name.type = 'button';
        name.setAttribute('aria-expanded', 'false');
        name.addEventListener('click', () => this.#toggle(number, what, name));
      }
      what.append(name, KINDS[kind] && kind !== 'failed' ? ` ${KINDS[kind]}: ` : ' ');
    }
    what.append(text);
    node.append(time, what);
    return { node, time, text };
  }

  async #toggle(number, what, button) {
    const shown = what.querySelector('pre');
    button.setAttribute('aria-expanded', String(!shown));
    if (shown) {
      shown.remove();
      return;
    }
    const pre = element('pre', 'stack', '…');
    what.append(pre);
    try {
      const answer = await fetch(`happening?pool=${this.#pool}&number=${number}`);
      const { stack } = answer.ok ? await answer.json() : { stack: [] };
      setText(pre, stack.length ? stack.map((frame) => `at ${frame}`).join('\n') : 'It is no longer kept.');
    } catch {
      setText(pre, 'The connection is lost.');
    }
  }
}
