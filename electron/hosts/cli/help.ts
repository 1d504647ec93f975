import type { CommandSpec, OptionSpec } from "./command.ts";

/** What `promptscope --help` says. */
export function generalHelp(commands: readonly CommandSpec[], version: string): string {
  const names = commands.map(({ name, operands }) => `${name} ${operands}`.trim());
  const widest = Math.max(...names.map((name) => name.length));
  return [
    `Promptscope ${version}: a playground for prompt experiments`,
    "",
    "Usage: promptscope <command> [options]",
    "",
    ...commands.map(({ summary }, index) => `  ${(names[index] ?? "").padEnd(widest)}  ${summary}`),
    "",
    "  promptscope <command> --help says more; --version says which this is.",
    "",
    "Prompts come from the Langfuse project of LANGFUSE_HOST, LANGFUSE_PUBLIC_KEY and LANGFUSE_SECRET_KEY, else from the",
    "one connected in the app, else from the bundled samples. Keys of providers are found in LiteLLM's variables",
    "(OPENAI_API_KEY, ANTHROPIC_API_KEY, …) or in the app's settings. PROMPTSCOPE_HOME names another profile.",
    "",
    "Exit codes: 0 done · 1 the run failed · 2 bad usage · 3 configuration · 130 interrupted",
    "(serve and web that are stopped with Ctrl-C are done)",
  ].join("\n");
}

/** What `promptscope <command> --help` says. */
export function commandHelp({ name, operands, summary, options, details }: CommandSpec): string {
  const usage = ["promptscope", name, operands, options.length > 0 ? "[options]" : ""];
  const written = options.map(writtenOption);
  const widest = Math.max(0, ...written.map((option) => option.length));
  return [
    summary,
    "",
    `Usage: ${usage.filter(Boolean).join(" ")}`,
    ...(options.length > 0
      ? ["", ...options.map(({ text }, at) => `  ${(written[at] ?? "").padEnd(widest)}  ${text}`)]
      : []),
    ...(details ? ["", ...details] : []),
  ].join("\n");
}

function writtenOption({ name, value, prefix, many }: OptionSpec): string {
  const shown = prefix === undefined ? value : `[${prefix}…]`;
  return `--${name}${shown === undefined ? "" : ` ${shown}`}${many ? " …" : ""}`;
}
