import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ImportLine, root } from "./source-files.ts";

/** A wall: files whose path starts with `from` may import only what `may` allows. The longest `from` counts. */
export interface Wall {
  from: string;
  may: (target: string, line: ImportLine) => boolean;
}

/** Below a folder (`shared/`), all of a scheme (`node:`), or one file or package by its whole name with what is in it. */
const starts = (...prefixes: string[]) => {
  return (target: string) =>
    prefixes.some((prefix) => target === prefix || target.startsWith(/[/:]$/.test(prefix) ? prefix : `${prefix}/`));
};
const isPackage = (target: string) => !/^(shared|electron|renderer|test)\//.test(target) && !target.startsWith("node:");
const isPackageBut = (...names: string[]) => {
  return (target: string) => isPackage(target) && !starts(...names)(target);
};
const anyOf = (...rules: ((target: string, line: ImportLine) => boolean)[]) => {
  return (target: string, line: ImportLine) => rules.some((rule) => rule(target, line));
};
const style = (target: string) => target.endsWith(".css");

/** Rooms and files of the engine by their path below `electron/engine/`. */
const engine = (...paths: string[]) => starts(...paths.map((path) => `electron/engine/${path}`));

/** What every room of the engine may name: the domain, Node, ports, clock, bound on foreign work, where threads lie. */
const base = anyOf(starts("shared/", "node:"), engine("ports.ts", "time/", "threads/"));

/** A room of the engine: itself, the base, and what it names. */
function room(path: string, ...may: Wall["may"][]): Wall {
  return { from: `electron/engine/${path}`, may: anyOf(base, engine(path), ...may) };
}

/** The folders of a room that holds one thing in each, with a slash at the end. */
function foldersOf(path: string): string[] {
  const room = `electron/engine/${path}/`;
  const entries = readdirSync(join(root, room), { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => `${room}${name}/`);
}
const apiFolders = foldersOf("apis").filter((folder) => !folder.endsWith("/wire/"));
const formFolders = foldersOf("gateway/forms").filter((folder) => !folder.endsWith("/wire/"));

/** What every area of the interface may name. */
const interfaceBase = anyOf(
  starts("renderer/ui/", "renderer/stores/", "renderer/client/", "shared/", "react", "lucide-react"),
  starts("zustand/react/shallow"),
  style,
);

/** A folder of the playground: itself, the folders below it, and what every area may name. */
function playground(folder: string, below: string[], ...may: Wall["may"][]): Wall {
  const path = (name: string) => `renderer/features/playground/${name}`;
  return { from: path(folder), may: anyOf(interfaceBase, starts(path(folder), ...below.map(path)), ...may) };
}

/** Every wall of the house; `electron/README.md` and `renderer/README.md` say why each stands. */
export const walls: readonly Wall[] = [
  // The few names of the world that all of `shared/` may use, declared; it names nothing.
  { from: "shared/web-platform.d.ts", may: () => false },
  { from: "shared/domain/", may: starts("shared/domain/", "zod") },
  // Comparing texts is pure too; the interface and the pages that leave the history do it alike.
  { from: "shared/domain/diff/", may: starts("shared/domain/", "diff") },
  { from: "shared/contract/", may: starts("shared/domain/", "shared/contract/", "zod") },

  // What stands in the engine's own folder puts the rooms together.
  { from: "electron/engine/", may: anyOf(starts("shared/", "node:", "electron/engine/")) },
  { from: "electron/engine/threads/", may: starts("node:") },
  { from: "electron/engine/time/", may: starts("node:", "electron/engine/time/") },
  room("http/"),
  room(
    "store/",
    // Saved inputs come from files of rows too.
    engine("credentials/environment.ts", "credentials/environment-first.ts", "datasets/view-dataset.ts"),
    starts("zod"),
  ),
  room("credentials/", engine("store/", "http/", "providers/", "apis/api.ts"), starts("zod", "@napi-rs/keyring")),
  room("providers/", engine("apis/api.ts", "apis/registry.ts")),
  room(
    "routing/",
    engine("providers/", "models/known-models.ts", "models/model-rules.ts", "libraries/listed-libraries.ts"),
  ),
  room(
    "models/",
    engine("providers/", "routing/", "store/", "apis/api.ts", "apis/wire/error-code.ts"),
    engine("http/http.ts", "credentials/api-endpoint.ts"),
  ),
  { from: "electron/engine/yaml/", may: starts("yaml", "electron/engine/yaml/") },
  room(
    "libraries/",
    engine("http/", "credentials/", "store/move-file.ts", "yaml/"),
    starts("zod", "@langfuse/", "yaml", "chokidar"),
  ),
  room("apis/", engine("http/retry-policy.ts"), starts("eventsource-parser")),
  // The package's types say which events and items there are: a new one does not compile before it has a row.
  { from: "electron/engine/apis/responses/wire-types.ts", may: starts("openai/resources/") },
  // An API knows its interface and what all of them read alike; never another, the pipeline or a secret.
  ...apiFolders.map((folder) => ({
    from: folder,
    may: anyOf(starts("shared/", folder), engine("apis/api.ts", "apis/wire/")),
  })),
  room(
    "pipeline/",
    engine("http/", "credentials/", "models/", "routing/", "providers/provider.ts", "providers/registry.ts"),
    // What servers say alike, whatever the API: kinds of statuses, and the signs in their headers.
    engine("apis/api.ts", "apis/wire/error-code.ts", "apis/wire/refusal.ts"),
    // The interface and the hash of a text; which libraries there are is not its business.
    engine("libraries/library.ts", "libraries/found/content-hash.ts"),
    starts("mustache", "ajv", "gpt-tokenizer", "@huggingface/jinja"),
  ),
  // Keeps what others made; it must be able to read a run of any provider, so it knows none. Of jobs it knows the row, of
  // experiments what is kept of them.
  room(
    "history/",
    engine("export/", "jobs/job-store.ts", "store/process-start.ts", "store/move-file.ts"),
    // Rows of a spec are put aside as those of a file are.
    engine("datasets/rows-aside.ts", "datasets/dataset-refusal.ts"),
    // The interfaces it fulfils.
    engine("experiments/store/experiment-store.ts", "experiments/store/experiment-storage.ts"),
  ),
  // Who starts a cell's run, and where a job is kept, is handed in.
  room("jobs/", engine("store/process-start.ts")),
  room("sinks/"),
  room("export/"),
  room(
    "backup/",
    engine("store/backed-up.ts", "store/finish-restore.ts", "store/json-document.ts", "store/disk-room.ts"),
  ),
  // From an answer to a score: of the pipeline it takes the check of a schema, which is bounded.
  room("evaluators/", engine("pipeline/check-answer.ts"), starts("quickjs-emscripten-core", "@jitl")),
  // Reads what is to be run and judges what came of it; how a prompt is filled is the pipeline's.
  room(
    "experiments/",
    engine("datasets/", "evaluators/", "libraries/local/formats/", "providers/registry.ts", "yaml/"),
    engine("pipeline/compile-prompt.ts", "pipeline/nunjucks-template.ts"),
    // An experiment is a job, and its cells are runs of one.
    engine("jobs/jobs.ts", "jobs/job-store.ts", "jobs/owner.ts"),
    // Its report is a page as those of runs are.
    engine("export/html-page.ts", "export/html-text.ts"),
    starts("yaml", "zod"),
  ),
  // Plays through the pipeline as it is, over the one fetch that opens no socket.
  room(
    "cassette/",
    engine("http/replay-fetch.ts", "pipeline/execute-plan.ts", "pipeline/run-registry.ts"),
    engine("pipeline/check-answer.ts", "pipeline/outcome-of-failure.ts"),
    engine("providers/registry.ts"),
  ),
  room(
    "litellm/",
    engine("credentials/environment.ts", "credentials/secret-value.ts", "routing/"),
    engine("providers/provider.ts", "providers/registry.ts", "libraries/listed-libraries.ts", "yaml/"),
    starts("yaml"),
  ),
  // It runs without a profile: nothing in it may need the store, the history or the engine.
  room(
    "gateway/",
    engine("litellm/", "credentials/", "models/", "routing/", "http/", "pipeline/", "providers/", "apis/api.ts"),
    engine("libraries/library.ts", "libraries/registry.ts", "libraries/listed-libraries.ts"),
    starts("zod"),
  ),
  // A form knows its interface, what forms of one family say alike and how a body is refused; never another, an API, a prompt or a key.
  ...formFolders.map((folder) => ({
    from: folder,
    may: anyOf(
      starts("shared/", folder),
      engine("gateway/forms/client-form.ts", "gateway/forms/wire/", "gateway/body/"),
    ),
  })),
  // The gateway inside the app, which has a profile.
  room(
    "gateway/app/",
    engine("gateway/", "litellm/", "credentials/", "models/", "routing/", "pipeline/", "providers/"),
    engine("store/", "loopback/", "http/in-parallel.ts", "libraries/library.ts", "libraries/registry.ts"),
    starts("zod"),
  ),
  // A host may not import another, and every window's host runs the gateway: so its server is part of the engine, and
  // the gateway host is the shell of its command line.
  room("gateway/server/", engine("gateway/", "loopback/"), starts("zod")),
  { from: "electron/engine/loopback/", may: starts("node:", "electron/engine/loopback/") },

  {
    from: "electron/routes/",
    may: starts("shared/", "electron/routes/", "electron/engine/engine.ts", "zod", "node:"),
  },
  { from: "electron/launch/", may: anyOf(starts("node:", "electron/launch/"), isPackageBut("electron")) },
  host("desktop", "electron", "electron-updater", "builder-util-runtime"),
  host("web"),
  host("cli"),
  host("package"),
  host("gateway"),
  {
    from: "electron/hosts/",
    may: starts("electron/hosts/", "electron/routes/", "electron/engine/", "shared/", "node:"),
  },

  // The one place that draws charts. What it writes is a spreadsheet's CSV as everywhere.
  {
    from: "renderer/ui/chart/",
    may: anyOf(starts("renderer/ui/", "react", "d3-scale", "d3-shape", "shared/domain/export/csv-text.ts"), style),
  },
  // The one place that knows the editor: it is loaded when text is first shown to be edited.
  {
    from: "renderer/ui/code/",
    // Of keys in a shadow root React knows nothing: what one of them opens is drawn by `flushSync`.
    may: anyOf(starts("renderer/ui/", "react", "react-dom", "@codemirror/", "@lezer/highlight"), style),
  },
  // A page of its own, that the shipped one does not know.
  {
    from: "renderer/ui/gallery/",
    may: anyOf(starts("renderer/ui/", "react", "react-dom", "lucide-react"), style),
  },
  {
    from: "renderer/ui/",
    may: anyOf(starts("renderer/ui/", "react", "lucide-react", "radix-ui", "cmdk", "allotment"), style),
  },
  { from: "renderer/client/", may: starts("renderer/client/", "shared/") },
  // Which client answers is handed over at the start: stores know its type.
  {
    from: "renderer/stores/",
    may: anyOf(
      starts("renderer/stores/", "shared/", "zustand"),
      (target, { typeOnly }) => typeOnly && starts("renderer/client/")(target),
    ),
  },
  // `layers.test.ts` keeps each from its siblings.
  {
    from: "renderer/features/",
    may: anyOf(starts("renderer/features/"), interfaceBase, starts("cmdk", "@tanstack/react-virtual")),
  },
  // The playground from the bottom up; what two of its folders use lies below both, what puts them together on top.
  playground("text/", [], starts("react-markdown", "remark-gfm")),
  { from: "renderer/features/playground/diff/", may: starts("renderer/features/playground/diff/", "shared/") },
  playground("runs/", []),
  playground("wire/", ["text/", "diff/"], starts("@tanstack/react-virtual")),
  playground("errors/", ["runs/"]),
  playground("messages/", ["text/"]),
  playground("answer/", ["text/"]),
  playground("parameters/", []),
  playground("charts/", ["runs/"]),
  playground("compare/", ["text/", "diff/", "runs/", "wire/", "errors/", "answer/"]),
  playground("conversation/", ["runs/", "messages/", "answer/", "compare/"]),
  playground("edit/", ["text/", "runs/", "parameters/"], starts("diff")),
  playground("prompt/", ["text/", "runs/", "errors/", "messages/", "edit/"], starts("diff")),
  playground("save/", ["text/", "diff/", "runs/", "errors/", "edit/", "prompt/"]),
  playground("inspector/", ["text/", "runs/", "wire/", "errors/", "messages/", "answer/", "compare/"]),
  playground("variants/", [
    ...["text/", "runs/", "wire/", "errors/", "messages/", "answer/", "parameters/", "compare/"],
    ...["conversation/", "prompt/", "inspector/"],
  ]),
  playground("", [""]),
  // What stands in the renderer's own folder puts the window together.
  {
    from: "renderer/",
    may: anyOf(starts("renderer/", "shared/", "react", "react-dom", "@fontsource-variable/"), style),
  },
];

/** A host may import the engine and the routes, files that belong to no host, and its own; never another host. */
function host(name: string, ...packages: string[]): Wall {
  const own = `electron/hosts/${name}/`;
  const may = (target: string) => {
    if (target.startsWith("electron/hosts/")) return target.startsWith(own) || !target.slice(15).includes("/");
    return starts("electron/routes/", "electron/engine/", "shared/", "node:", "zod", ...packages)(target);
  };
  return { from: own, may };
}
