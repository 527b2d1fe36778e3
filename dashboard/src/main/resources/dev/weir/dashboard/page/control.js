// Pause, resume and resize, for who knows the token. The token stays in this module and goes out in a header only.

import { setText } from './format.js';

const ANSWERS = {
  400: 'That is not a sensible number.',
  401: 'The token is missing.',
  403: 'That is not the token.',
  404: 'The pool is no longer there.',
  422: 'The pool cannot have so many threads.',
};

export class Control {
  #token = null;
  #allowed = false;
  #pool = 0;
  #paused = false;
  #unlock = document.getElementById('unlock');
  #answer = document.getElementById('control-answer');

  constructor() {
    this.#dialog('token', this.#unlock, () => this.#check());
    const pause = document.getElementById('pause');
    this.#dialog('pause', null, async () => {
      await this.#post('pause', {});
      return true;
    });
    pause.addEventListener('click', () => {
      if (this.#paused) {
        this.#post('resume', {});
      } else {
        document.getElementById('pause-dialog').showModal();
      }
    });
    for (const field of ['min', 'max'].map((id) => document.getElementById(id))) {
      for (const event of ['input', 'change']) {
        field.addEventListener(event, () => (field.dataset.touched = 'yes')); // from now on it is the person's
      }
    }
    document.getElementById('resize').addEventListener('submit', (event) => {
      event.preventDefault();
      const number = (id) => Number(document.getElementById(id).value);
      if (number('min') > number('max')) {
        setText(this.#answer, 'The minimum is above the maximum.');
      } else {
        this.#post('resize', { min: number('min'), max: number('max') });
      }
    });
  }

  /** Whether the program lets its pools be changed at all. */
  set allowed(allowed) {
    this.#allowed = allowed;
    this.#show();
  }

  /** Another pool is looked at. */
  look(pool) {
    this.#pool = pool;
    setText(this.#answer, '');
    this.#fresh = true;
  }

  #fresh = true;

  /** What the pool says of itself. */
  stats(stats) {
    this.#paused = stats.state === 'PAUSED';
    setText(document.getElementById('pause'), this.#paused ? 'Resume' : 'Pause');
    const fields = ['min', 'max'].map((id) => document.getElementById(id));
    if (this.#fresh || !fields.some((field) => field === document.activeElement || field.dataset.touched)) {
      for (const field of fields) {
        field.value = stats[field.id];
        delete field.dataset.touched;
      }
      this.#fresh = false;
    }
    this.#show();
  }

  #show() {
    this.#unlock.hidden = !this.#allowed || this.#token !== null;
    document.getElementById('controls').hidden = !this.#allowed || this.#token === null;
  }

  async #check() {
    const given = document.getElementById('token').value;
    const answer = document.getElementById('token-answer');
    try {
      const { ok, status } = await fetch('token', { method: 'POST', headers: { 'X-Weir-Token': given } });
      setText(answer, ok ? '' : (ANSWERS[status] ?? `Refused (${status}).`));
      if (ok) {
        this.#token = given;
        document.getElementById('token').value = '';
        this.#show();
      }
      return ok;
    } catch {
      setText(answer, 'The server does not answer, or the token has characters that no token has.');
      return false;
    }
  }

  async #post(action, body) {
    setText(this.#answer, '');
    try {
      const { ok, status } = await fetch(`pools/${this.#pool}/${action}`, {
        method: 'POST',
        headers: { 'X-Weir-Token': this.#token, 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (status === 401 || status === 403) {
        this.#token = null;
        this.#show();
      }
      setText(this.#answer, ok ? 'Done.' : (ANSWERS[status] ?? `Refused (${status}).`));
      if (ok) {
        this.#fresh = true;
      }
    } catch {
      setText(this.#answer, 'The server does not answer.');
    }
  }

  #dialog(name, opener, submit) {
    const dialog = document.getElementById(`${name}-dialog`);
    opener?.addEventListener('click', () => dialog.showModal());
    document.getElementById(`${name}-cancel`).addEventListener('click', () => dialog.close());
    document.getElementById(`${name}-form`).addEventListener('submit', async (event) => {
      event.preventDefault();
      if (await submit()) {
        dialog.close();
      }
    });
  }
}
