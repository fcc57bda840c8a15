import assert from "node:assert/strict";
import { test } from "node:test";
import { minimalChange, minimalChanges } from "./minimal-change.js";

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

const applyAll = (text, changes) => changes.toReversed().reduce(apply, text);

test("what stands between two changes is left alone", () => {
  const before = '{\n"name": "Cash",\n"fields": [\n"Cash",\n1,\n"Cash"\n]}\n';
  const changes = minimalChanges(before, before.replaceAll("Cash", "Coins"));
  assert.deepEqual(
    changes.map(({ from, to, insert }) => [before.slice(from, to), insert]),
    [["ash", "oins"], ["ash", "oins"], ["ash", "oins"]],
  );
  assert.deepEqual(minimalChanges(before, before), []);
});

test("lines that are added here and taken out there", () => {
  const before = "a\nb\nc\nd\ne\nf\n";
  const changes = minimalChanges(before, "a\nnew\nb\nc\nd\nf\nlast\n");
  assert.deepEqual(changes, [
    { from: 2, to: 2, insert: "new\n" },
    { from: 8, to: 10, insert: "" },
    { from: 12, to: 12, insert: "last\n" },
  ]);
});

test("texts that have little in common are replaced as a whole", () => {
  const many = (word) => Array.from({ length: 1000 }, (_, at) => `${word}${at}\n`).join("");
  assert.equal(minimalChanges(`x${many("a")}y`, `x${many("b")}y`).length, 1);
});

for (const [name, before, after, expected] of cases) {
  test(name, () => {
    assert.deepEqual(minimalChange(before, after), expected);
    assert.equal(apply(before, minimalChange(before, after)), after);
  });
}

test("any change, applied, gives the new text", () => {
  const letters = ["a", "b", "😀", "😁", "\n", "\n"];
  let seed = 7;
  const next = (bound) => (seed = (seed * 1103515245 + 12345) % 2147483648) % bound;
  const word = () => Array.from({ length: next(14) }, () => letters[next(letters.length)]).join("");
  for (let round = 0; round < 5000; round += 1) {
    const [before, after] = [word(), word()];
    assert.equal(apply(before, minimalChange(before, after)), after);
    assert.equal(applyAll(before, minimalChanges(before, after)), after);
  }
});
