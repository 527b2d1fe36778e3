// What the pool says of itself: what limits it, and what would help.

import { exact, setText } from './format.js';

const LIMITS = {
  NONE: ['good', 'It keeps up'],
  THREADS: ['warn', 'Threads are the limit'],
  CPU: ['warn', 'The processors are the limit'],
  BLOCKED_ON: ['warn', 'What tasks wait for is the limit'],
  STUCK: ['bad', 'A task is stuck'],
  CIRCLE: ['bad', 'Tasks wait for each other in a circle'],
  OVERLOAD: ['bad', 'More comes than can be done'],
};

/** explanation: as it came, or nothing yet; max: how many threads there can be. */
export function showVerdict(explanation, max) {
  const box = document.getElementById('verdict');
  box.hidden = !explanation;
  if (!explanation) {
    return;
  }
  const [kind, title] = LIMITS[explanation.limit] ?? ['warn', explanation.limit];
  const { suggested, sentence, text } = explanation;
  box.dataset.kind = kind;
  setText(document.getElementById('verdict-title'), title);
  const advice =
    suggested > 0 && ['THREADS', 'CPU', 'OVERLOAD'].includes(explanation.limit)
      ? ` The measured times suggest ${exact(suggested)} threads; there can be ${exact(max)}.`
      : '';
  setText(document.getElementById('verdict-text'), `${sentence ?? ''}${advice}`.trim());
  const more = document.getElementById('verdict-more');
  more.hidden = !text?.length;
  if (text) {
    setText(document.getElementById('verdict-all'), text.join('\n\n'));
  }
}
