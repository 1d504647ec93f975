import { afterAll, afterEach, expect } from "vitest";

/*
 * React tells of doubled keys, of states set on what is gone, of errors that a boundary caught, on the console and nowhere
 * else: a test whose pane was taken away by an error passed all the same.
 */

const said: string[] = [];
const { error } = console;
console.error = (...words: unknown[]) => {
  said.push(words.map((word) => (word instanceof Error ? `${word.stack}` : String(word))).join(" "));
  error(...words);
};

// Files that share a page would wrap it again and again.
afterAll(() => {
  console.error = error;
});

afterEach(() => {
  expect(said.splice(0), "errors on the console").toEqual([]);
});
