// Numbers, times and names as people read them, and small pieces of page made of text alone.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const clockFormat = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** 3 digits that count: 0.42, 4.2, 42, 4,200, 42k. */
export function count(value) {
  if (value == null || Number.isNaN(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size >= 1e9) {
    return trim(value / 1e9) + 'G';
  }
  if (size >= 1e6) {
    return trim(value / 1e6) + 'M';
  }
  if (size >= 1e4) {
    return trim(value / 1e3) + 'k';
  }
  if (size >= 100 || Number.isInteger(value)) {
    return whole.format(value);
  }
  return trim(value);
}

export function exact(value) {
  return value == null ? '–' : whole.format(value);
}

function trim(value) {
  const size = Math.abs(value);
  return size >= 100 ? value.toFixed(0) : size >= 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(2).replace(/\.?0+$/, '');
}

/** A time that is given in milliseconds: 420 ns, 3.2 µs, 12 ms, 1.5 s, 3 min 20 s. */
export function duration(ms) {
  if (ms == null || Number.isNaN(ms)) {
    return '–';
  }
  if (ms === 0) {
    return '0 s';
  }
  if (ms < 1e-3) {
    return trim(ms * 1e6) + ' ns';
  }
  if (ms < 1) {
    return trim(ms * 1e3) + ' µs';
  }
  if (ms < 1e3) {
    return trim(ms) + ' ms';
  }
  const seconds = ms / 1e3;
  if (seconds < 60) {
    return trim(seconds) + ' s';
  }
  if (seconds < 3600) {
    return `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
  }
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** An age of something that goes on: no more digits than the eye can follow. */
export function age(ms) {
  return ms < 1000 ? `${Math.round(ms)} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

export function percent(share) {
  return share == null || Number.isNaN(share) ? '–' : trim(share * 100) + ' %';
}

export function clock(ms) {
  return clockFormat.format(new Date(ms));
}

/** An element with text in it; whatever the text is, it stays text. */
export function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  if (text != null) {
    made.textContent = text;
  }
  return made;
}

/** Sets a text only where it differs, so that what is read or selected is left alone. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function plural(number, one, many) {
  return `${count(number)} ${number === 1 ? one : many}`;
}

/** The text without halves of characters, which Java's texts may have and addresses may not. */
export function wellFormed(text) {
  return text.replace(/[\uD800-\uDFFF]/gu, '\uFFFD');
}

/** What stands behind the # of an address; anybody may have written it. */
export function fromHash(hash) {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
}
