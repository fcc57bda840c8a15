// Small replacements that turn one text into another.
//
// The document lives in the engine; the editor only shows it. When the engine hands over a new text (undo, a repair, a file
// changed outside), replacing the whole document would throw the cursor, the folds and the scroll position away. Replacing
// only what differs keeps them, also between two places that changed at once, as when a type is renamed with its uses.

// Texts that differ in more lines are replaced between their common beginning and end.
const MOST_LINES = 400;

const isHighSurrogate = (unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLowSurrogate = (unit) => unit >= 0xdc00 && unit <= 0xdfff;

/**
 * @param {string} before
 * @param {string} after
 * @returns {{from: number, to: number, insert: string} | null} positions in UTF-16 code units of `before`, or null where
 *   the texts are equal
 */
export function minimalChange(before, after) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  // A replacement must not begin or end inside a surrogate pair, or the editor would show half a character.
  if (start > 0 && isHighSurrogate(before.charCodeAt(start - 1))) start -= 1;
  let end = 0;
  while (
    end < shorter - start &&
    before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)
  ) {
    end += 1;
  }
  if (end > 0 && isLowSurrogate(before.charCodeAt(before.length - end))) end -= 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/** The pairs of lines that two lists have in common, in order; null where the lists differ too much to be worth the time. */
function sameLines(old, now) {
  const most = Math.min(old.length + now.length, MOST_LINES);
  // How far each diagonal gets with so many lines taken out and put in, after Myers.
  const reach = new Int32Array(2 * most + 3);
  const at = (diagonal) => most + 1 + diagonal;
  const from = (far, diagonal, count) =>
    diagonal === -count || (diagonal !== count && far[at(diagonal - 1)] < far[at(diagonal + 1)]) ? diagonal + 1 : diagonal - 1;
  const history = [];
  for (let count = 0; count <= most; count += 1) {
    history.push(reach.slice());
    for (let diagonal = -count; diagonal <= count; diagonal += 2) {
      const before = from(reach, diagonal, count);
      let x = count === 0 ? 0 : reach[at(before)] + (before < diagonal ? 1 : 0);
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      reach[at(diagonal)] = x;
      if (x >= old.length && x - diagonal >= now.length) return wayBack(history, from, at, old.length, now.length);
    }
  }
  return null;
}

function wayBack(history, from, at, x, y) {
  const pairs = [];
  for (let count = history.length - 1; count >= 0; count -= 1) {
    const before = from(history[count], x - y, count);
    const [startX, startY] = count === 0 ? [0, 0] : [history[count][at(before)], history[count][at(before)] - before];
    while (x > startX && y > startY) pairs.push([(x -= 1), (y -= 1)]);
    [x, y] = [startX, startY];
  }
  return pairs.reverse();
}

/**
 * @param {string} before
 * @param {string} after
 * @returns {{from: number, to: number, insert: string}[]} positions in UTF-16 code units of `before`, in order and apart;
 *   none where the texts are equal
 */
export function minimalChanges(before, after) {
  const whole = minimalChange(before, after);
  if (!whole) return [];
  const start = before.slice(0, whole.from).lastIndexOf("\n") + 1;
  const end = before.indexOf("\n", whole.to) + 1 || before.length;
  const lines = (text) => text.split(/(?<=\n)/);
  const old = lines(before.slice(start, end));
  const now = lines(after.slice(start, end + after.length - before.length));
  const pairs = old.length > 1 && now.length > 1 ? sameLines(old, now) : null;
  if (!pairs) return [whole];
  const changes = [];
  let [x, y, offset] = [0, 0, start];
  for (const [endX, endY] of [...pairs, [old.length, now.length]]) {
    const [gone, come] = [old.slice(x, endX).join(""), now.slice(y, endY).join("")];
    const change = minimalChange(gone, come);
    if (change) changes.push({ from: offset + change.from, to: offset + change.to, insert: change.insert });
    offset += gone.length + (old[endX]?.length ?? 0);
    [x, y] = [endX + 1, endY + 1];
  }
  return changes;
}
