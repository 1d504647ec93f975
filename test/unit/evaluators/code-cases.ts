import type { EvaluatorCase } from "./cases.ts";

/** Of evaluators in JavaScript: what they give, and all the ways in which they give nothing. */
export const codeCases: readonly EvaluatorCase[] = [
  {
    evaluator: {
      type: "code",
      code: "const n = Number(output); n > expected && n <= context.config.most",
      config: { most: 100 },
    },
    expected: 9,
    passes: ["10", "11", " 12 ", "99", "100", "1e2", "9.5", "0x10", "42", "50"],
    fails: ["9", "8", "0", "-1", "", "101", "many", "1e3", "NaN", "10 boats"],
    broken: [
      { evaluator: { type: "code", code: "const why = 'no oar';\nthrow new Error(why)" }, says: "no oar" },
      { evaluator: { type: "code", code: "output.length > " }, says: "syntaxerror" },
      { evaluator: { type: "code", code: "(function f() { return f() + 1 })()" }, says: "too deeply" },
      { evaluator: { type: "code", code: "'x'.repeat(500000000)" }, says: "more memory" },
      { evaluator: { type: "code", code: "new ArrayBuffer(1e9)" }, says: "more memory" },
      { evaluator: { type: "code", code: "fetch('https://example.com')" }, says: "not defined" },
      { evaluator: { type: "code", code: "require('fs')" }, says: "not defined" },
      { evaluator: { type: "code", code: "import('node:fs')" }, says: "could not load" },
      { evaluator: { type: "code", code: "process.exit(1)" }, says: "not defined" },
      { evaluator: { type: "code", code: "new Promise(() => undefined)" }, says: "never comes" },
      { evaluator: { type: "code", code: "const n = output;\nn.length > 3" }, says: "gives nothing" },
      { evaluator: { type: "code", code: "NaN" }, says: "nan" },
      { evaluator: { type: "code", code: "1 / 0" }, says: "infinity" },
      { evaluator: { type: "code", code: "null" }, says: "null" },
      { evaluator: { type: "code", code: "'yes'" }, says: "the text" },
      { evaluator: { type: "code", code: "() => true" }, says: "function" },
      { evaluator: { type: "code", code: "[true]" }, says: "no boolean" },
      { evaluator: { type: "code", code: "({ score: 'high' })" }, says: "no boolean" },
      { evaluator: { type: "code", code: "export default 5" }, says: "no function" },
      { evaluator: { type: "code", code: "export default () => true", entry: "other" }, says: "other" },
    ],
  },
  {
    evaluator: {
      type: "code",
      code: "module.exports = async (output, { vars }) => ({ score: output.split(' ').length / 10, reason: 'words' })",
      pass: ">= 0.5",
    },
    passes: Array.from({ length: 10 }, (_, index) => "a ".repeat(5 + index)),
    fails: ["", "a", "a b", "a b c", "a b c d", "four words are few", "boat", "one two", "x y z", "  "],
    broken: [{ evaluator: { type: "code", code: "module.exports = 5" }, says: "no function" }],
  },
];
