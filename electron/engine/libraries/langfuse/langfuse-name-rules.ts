import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";

const reserved = ["new", "metrics", "prompt-detail"];

/** The rules of Langfuse 4.16 for a prompt's name (`README.md#writing-to-langfuse`). */
export function nameProblems(name: string): SaveProblem[] {
  const rules: [boolean, string][] = [
    [name.trim() === "", "A prompt needs a name."],
    [name !== name.trim(), "A name has no white space at its ends; Langfuse would cut it off."],
    [name.includes("|"), "A name cannot contain “|”."],
    [name.startsWith("/") || name.endsWith("/"), "A name cannot start or end with “/”."],
    [name.includes("//"), "A name cannot contain “//”."],
    // Langfuse's own words for it are that the name ends with a slash: its “.” does not go over the end of a line.
    [/[\n\r\u2028\u2029]/.test(name), "A name is one line."],
    [/<[^<>]*>/.test(name), "A name cannot contain a tag such as “<b>”."],
    // As a path segment these two would be taken for directories: the prompt could never be read again.
    [name === "." || name === "..", `“${name}” cannot be read again: it is taken for a folder.`],
  ];
  const found = rules.flatMap(([isBroken, message]): SaveProblem[] =>
    isBroken ? [{ code: "name_invalid", path: ["name"], severity: "blocks", message }] : [],
  );
  if (reserved.includes(name)) {
    const message = `Langfuse keeps the name “${name}” for itself.`;
    found.push({ code: "name_reserved", path: ["name"], severity: "blocks", message });
  }
  return found;
}
