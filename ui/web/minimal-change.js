// The smallest single replacement that turns one text into another.
//
// The document lives in the engine; the editor only shows it. When the engine hands over a new text (undo, a repair, a file
// changed outside), replacing the whole document would throw the cursor, the folds and the scroll position away. One
// replacement between the common beginning and the common end keeps them.

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
