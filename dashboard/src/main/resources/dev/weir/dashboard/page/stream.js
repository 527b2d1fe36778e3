// The connection to the server: opens it, notices when it is lost, opens it again.

const SILENCE = 4000;
const SHORTEST_WAIT = 1000;
const LONGEST_WAIT = 10_000;
const EVENTS = ['hello', 'pools', 'tick', 'history', 'detail'];

export class Stream {
  #source = null;
  #pool = 0;
  #handlers;
  #status;
  #lastFrame = 0;
  #wait = SHORTEST_WAIT;
  #retry = 0;

  /** handlers: a function for each event; status: told 'connecting', 'live' or 'lost'. */
  constructor(handlers, status) {
    this.#handlers = handlers;
    this.#status = status;
    setInterval(() => this.#listen(), 1000);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden && this.#retry) {
        this.open(this.#pool);
      }
    });
  }

  /** Begins anew, looking at that pool; 0 for none. */
  open(pool) {
    this.#pool = pool;
    this.#close();
    const source = new EventSource(`events?pool=${pool}`);
    this.#source = source;
    this.#lastFrame = performance.now();
    for (const name of EVENTS) {
      source.addEventListener(name, (event) => {
        if (source !== this.#source) {
          return;
        }
        this.#lastFrame = performance.now();
        this.#wait = SHORTEST_WAIT;
        this.#status('live');
        this.#handlers[name](JSON.parse(event.data));
      });
    }
    source.addEventListener('error', () => {
      if (source === this.#source) {
        this.#again();
      }
    });
  }

  /** A connection can die without a word: then the seconds stay away. */
  #listen() {
    if (this.#source && performance.now() - this.#lastFrame > SILENCE) {
      this.#again();
    }
  }

  #again() {
    this.#close();
    this.#status('lost');
    this.#retry = setTimeout(() => this.open(this.#pool), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT, this.#wait * 1.5);
  }

  #close() {
    clearTimeout(this.#retry);
    this.#retry = 0;
    this.#source?.close();
    this.#source = null;
  }
}
