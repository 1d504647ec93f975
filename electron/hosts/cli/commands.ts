import { listedLibraries } from "@engine/libraries/listed-libraries.ts";
import type { CommandSpec, OptionSpec } from "./command.ts";

const json: OptionSpec = { name: "json", text: "print JSON lines for programs" };
const source: OptionSpec = {
  name: "source",
  value: "SOURCE",
  choices: listedLibraries.map(({ id }) => id).toReversed(),
  text: "langfuse, local for a folder of prompt files, or demo for the bundled samples",
};
const folder: OptionSpec = {
  name: "prompts",
  value: "DIR",
  text: "the folder of local prompts (default: the app's); without --source it means local",
};
const whichVersion: OptionSpec[] = [
  { name: "label", value: "L", text: "the version with this label (default: production)" },
  { name: "version", value: "N", text: "exactly this version" },
];
const values: OptionSpec[] = [
  { name: "var", value: "NAME=TEXT", many: true, text: "a variable; wins over --vars" },
  {
    name: "vars",
    value: "FILE.json",
    isFile: true,
    text: "variables, and placeholders as lists of messages, in one JSON object; - reads stdin",
  },
];

const header: OptionSpec = {
  name: "header",
  value: "NAME:VALUE",
  many: true,
  text: "a header of the request, such as anthropic-beta",
};
const noHistory: OptionSpec = { name: "no-history", text: "keep no run in the app's history" };
const drain: OptionSpec = {
  name: "drain",
  value: "SECONDS",
  text: "let what runs go on so long after it is asked to stop (default: 0)",
};
const clientMessages: OptionSpec = {
  name: "client_messages",
  value: "MODE",
  choices: ["replace", "append"],
  text: "what a prompt does to the client's messages: replace (default) or append",
};

/** Every command: what the parser takes, the help says and the shell completes. */
export const commands: readonly CommandSpec[] = [
  {
    name: "prompts",
    operands: "[NAME]",
    summary: "list prompts, or show versions, labels, variables and config of one",
    options: [...whichVersion, source, folder, json],
    needsEngine: true,
    load: async () => (await import("./prompts-command.ts")).promptsCommand,
  },
  {
    name: "run",
    operands: "NAME",
    summary: "fill a prompt, run it and write the answer",
    options: [
      { name: "model", value: "M", text: "this model, whatever the prompt's config says" },
      ...values,
      ...whichVersion,
      header,
      { name: "no-stream", text: "wait for the whole answer" },
      { name: "dry-run", text: "send nothing to a provider; print the request" },
      { name: "curl", text: "send nothing to a provider; print the request as a curl command" },
      noHistory,
      source,
      folder,
      json,
    ],
    details: [
      "The answer goes to stdout, everything else to stderr. A variable without a value stays as it is in the prompt.",
      "With --json: each event of the run as one line, the last one of type “result”.",
    ],
    needsEngine: true,
    load: async () => (await import("./run-command.ts")).runCommand,
  },
  {
    name: "compare",
    operands: "NAME",
    summary: "run a prompt on several models and compare them in a table",
    options: [
      { name: "model", value: "M", many: true, text: "a model; give it once for each" },
      ...values,
      ...whichVersion,
      header,
      { name: "full", text: "print the whole answers below the table" },
      {
        name: "html",
        value: "FILE",
        isFile: true,
        text: "write the answers side by side as a page that needs nothing else",
      },
      noHistory,
      source,
      folder,
      json,
    ],
    needsEngine: true,
    load: async () => (await import("./compare-command.ts")).compareCommand,
  },
  {
    name: "models",
    operands: "list|show MODEL|update FILE|URL",
    summary: "what is known of models: prices, limits, what they take, when they end; a newer list on request",
    options: [
      { name: "provider", value: "P", text: "list: the models of this provider" },
      { name: "ending", text: "list: those that end within 90 days" },
      json,
    ],
    details: [
      "update reads LiteLLM's model_prices_and_context_window.json as it is, from a file or an address, and keeps it in the",
      "app's profile as models-updated.json. Rows of your own stand in models.json there and win. Nothing is updated unasked.",
    ],
    needsEngine: true,
    load: async () => (await import("./models-command.ts")).modelsCommand,
  },
  {
    name: "embed",
    operands: "[TEXT]",
    summary: "write the vectors a model for embeddings gives for texts",
    options: [
      { name: "model", value: "M", text: "the model, such as openai/text-embedding-3-small" },
      { name: "input", value: "FILE", isFile: true, text: "texts, one a line; - reads stdin" },
      { name: "dimensions", value: "N", text: "so many numbers in a vector, where the model lets choose" },
      header,
      { name: "dry-run", text: "send nothing to a provider; print the request" },
      { name: "curl", text: "send nothing to a provider; print the request as a curl command" },
      noHistory,
      json,
    ],
    details: ["A vector a line goes to stdout, as a JSON list of numbers, everything else to stderr."],
    needsEngine: true,
    load: async () => (await import("./embed-command.ts")).embedCommand,
  },
  {
    name: "dataset",
    operands: "show|export FILE",
    operandIsFile: true,
    summary: "show what a file of rows (CSV, JSON, JSONL) looks like to Promptscope, or write it in another form",
    options: [
      { name: "variables", value: "A,B", text: "the prompt's variables, to suggest a column for each" },
      { name: "allow-bad-lines", text: "leave out lines that cannot be read" },
      { name: "csv", value: "FILE", isFile: true, text: "export: write CSV for programs, every text as it is" },
      {
        name: "spreadsheet",
        value: "FILE",
        isFile: true,
        text: "export: write CSV for spreadsheets, formulas made harmless",
      },
      { name: "jsonl", value: "FILE", isFile: true, text: "export: write JSON lines" },
      { name: "json", text: "print one JSON document for programs" },
    ],
    details: [
      "Calls nothing and opens nothing but the file. Exit code 2 when lines cannot be read, 3 when nothing can.",
    ],
    needsEngine: true,
    load: async () => (await import("./dataset-command.ts")).datasetCommand,
  },
  {
    name: "experiment",
    operands: "run|resume|report|merge|show|schema FILE…",
    operandIsFile: true,
    summary: "run an experiment (experiment.yaml, promptfooconfig.yaml) and say which variant is better",
    options: [
      {
        name: "store",
        value: "FILE",
        isFile: true,
        text: "the store (default: .promptscope/experiments.db beside the file); the app opens it",
      },
      { name: "shard", value: "2/5", text: "run: only this part of the rows; merge puts the parts together" },
      { name: "forecast", text: "run: say what it comes to and what its rows can show, and send nothing" },
      {
        name: "add",
        text: "run: more rows, variants or repetitions for the newest experiment; only what is new is sent",
      },
      { name: "reuse", text: "run: take what the newest experiment was answered to the very same request" },
      { name: "allow-unsupported", text: "run the rest of a file of which parts are left out" },
      {
        name: "allow-code",
        prefix: "sha256:",
        many: true,
        text: "run code of files, after you have looked at it; with the hash that was shown, that code alone",
      },
      { name: "resend-uncertain", text: "resume: send again what may have left before a crash" },
      { name: "retry-failed", text: "resume: send again what never reached its model" },
      { name: "junit", value: "FILE", isFile: true, text: "write JUnit XML" },
      { name: "markdown", value: "FILE", isFile: true, text: "write Markdown, for a pull request" },
      { name: "summary", text: "add the Markdown to GitHub's step summary" },
      { name: "html", value: "FILE", isFile: true, text: "write a page that needs nothing else" },
      { name: "csv", value: "FILE", isFile: true, text: "write the cells as CSV for programs" },
      { name: "spreadsheet", value: "FILE", isFile: true, text: "write the cells as CSV for spreadsheets" },
      { name: "jsonl", value: "FILE", isFile: true, text: "write the cells as JSON lines" },
      folder,
      { name: "json", text: "print one JSON document for programs" },
    ],
    details: [
      "run: every row with every variant; each call is written down before it leaves. resume: goes on with the newest.",
      "report: what the newest says; sends nothing. run and report take several files, with one report over all.",
      "merge part1.db part2.db …: one report over the shards of an experiment, which --store FILE keeps.",
      "show: prompts, models, rows and checks, and by line what is wrong or left out. schema: the JSON Schema of the file.",
      "show calls nothing; only what lies below the folder of the file is read.",
      "Exit code 0: all gates hold. 1: one fails. 2: parts are left out, or code was not allowed. 3: the file cannot be used. 4: not decided.",
      "5: could not be finished. 6: skipped, since a key is missing.",
    ],
    needsEngine: true,
    load: async () => (await import("./experiment-command.ts")).experimentCommand,
  },
  {
    name: "serve",
    operands: "",
    summary: "start the OpenAI-compatible gateway",
    options: [
      { name: "config", value: "config.yaml", isFile: true, text: "LiteLLM's config" },
      { name: "host", value: "HOST", text: "the address to listen on (default: 127.0.0.1)" },
      { name: "port", value: "PORT", text: "the port (default: 4000)" },
      { name: "model", value: "M", text: "answers every request, whatever model it names" },
      { name: "prompt_id", value: "NAME", text: "the prompt that goes with --model" },
      {
        name: "prompts",
        value: "DIR",
        isFile: true,
        text: "the folder of local/ and dotprompt/ prompts, over the config's",
      },
      clientMessages,
      { name: "detailed_debug", text: "print every outgoing request as curl" },
      { name: "json_logs", text: "write each line of the log as JSON, calls with their request id" },
      noHistory,
      drain,
    ],
    details: [
      "Ctrl-C stops it; it was asked to, so that is exit code 0. A second one ends it at once.",
      "A changed config is taken over while calls go on; one with errors is refused and the old one serves on.",
    ],
    needsEngine: true,
    stopsItself: true,
    load: async () => (await import("./host-command.ts")).serveCommand,
  },
  {
    name: "check",
    operands: "config.yaml",
    operandIsFile: true,
    summary: "list what is wrong with a config, like a compiler",
    options: [
      { name: "offline", text: "do not ask Langfuse" },
      { name: "strict", text: "warnings fail too" },
      clientMessages,
      json,
    ],
    details: [
      "Exit code 3 when there is an error (with --strict: or a warning), 0 when there is none. Calls no model.",
      "An entry without prompt_variables takes them from each request; one that has some is warned of those it lacks.",
    ],
    needsEngine: true,
    stopsItself: true,
    load: async () => (await import("./host-command.ts")).checkCommand,
  },
  {
    name: "web",
    operands: "",
    summary: "serve the app to the browser on this machine",
    options: [
      { name: "port", value: "PORT", text: "the port (default: any free one)" },
      { name: "no-open", text: "do not open the browser" },
      drain,
    ],
    details: ["Ctrl-C stops it; it was asked to, so that is exit code 0. A second one ends it at once."],
    needsEngine: true,
    stopsItself: true,
    load: async () => (await import("./host-command.ts")).webCommand,
  },
  {
    name: "completion",
    operands: "bash|zsh|fish",
    operandChoices: ["bash", "zsh", "fish"],
    summary: "print the completion script of a shell",
    options: [],
    details: [
      'bash:  eval "$(promptscope completion bash)"',
      'zsh:   eval "$(promptscope completion zsh)"',
      "fish:  promptscope completion fish | source",
    ],
    needsEngine: false,
    load: async () => (await import("./completion-command.ts")).completionCommand,
  },
];
