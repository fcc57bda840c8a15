import assert from "node:assert/strict";
import { test } from "node:test";
import { minimalChange } from "./minimal-change.js";

const apply = (text, change) => (change ? text.slice(0, change.from) + change.insert + text.slice(change.to) : text);

const cases = [
  ["equal texts need no change", "abc", "abc", null],
  ["from empty", "", "abc", { from: 0, to: 0, insert: "abc" }],
  ["to empty", "abc", "", { from: 0, to: 3, insert: "" }],
  ["a word in the middle", '{"type":"int"}', '{"type":"long"}', { from: 9, to: 12, insert: "long" }],
  ["a repeated character is inserted once", "aa", "aaa", { from: 2, to: 2, insert: "a" }],
  ["a repeated character is removed once", "aaa", "aa", { from: 2, to: 3, insert: "" }],
  ["an emoji is replaced whole", "x😀y", "x😁y", { from: 1, to: 3, insert: "😁" }],
  ["a pair with another high half is replaced whole", "x\u{1F600}y", "x\u{10600}y", { from: 1, to: 3, insert: "\u{10600}" }],
];

for (const [name, before, after, expected] of cases) {
  test(name, () => {
    assert.deepEqual(minimalChange(before, after), expected);
    assert.equal(apply(before, minimalChange(before, after)), after);
  });
}

test("any change, applied, gives the new text", () => {
  const letters = ["a", "b", "😀", "😁", "\n"];
  let seed = 7;
  const next = (bound) => (seed = (seed * 1103515245 + 12345) % 2147483648) % bound;
  const word = () => Array.from({ length: next(7) }, () => letters[next(letters.length)]).join("");
  for (let round = 0; round < 5000; round += 1) {
    const [before, after] = [word(), word()];
    assert.equal(apply(before, minimalChange(before, after)), after);
  }
});
