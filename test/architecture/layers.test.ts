import { describe, expect, it } from "vitest";
import { type ImportLine, readSources, type SourceFile } from "./source-files.ts";

/** A wall: files whose path starts with `from` may import only what `may` allows. The longest `from` counts. */
interface Wall {
  from: string;
  may: (target: string, line: ImportLine) => boolean;
}

const starts = (...prefixes: string[]) => {
  return (target: string) => prefixes.some((prefix) => target === prefix || target.startsWith(prefix));
};
const isPackage = (target: string) => !/^(shared|electron|renderer|test)\//.test(target) && !target.startsWith("node:");
const isPackageBut = (...names: string[]) => {
  return (target: string) => isPackage(target) && !starts(...names)(target);
};
const anyOf = (...rules: ((target: string, line: ImportLine) => boolean)[]) => {
  return (target: string, line: ImportLine) => rules.some((rule) => rule(target, line));
};
const style = (target: string) => target.endsWith(".css");

const sdks = ["openai", "@anthropic-ai/sdk"];
const engineBase = anyOf(
  starts("shared/", "node:", "electron/engine/ports.ts"),
  isPackageBut("electron", "react", ...sdks),
);

/** As `engineBase`, for parts that need no package, or only those they name. */
const bareBase = starts("shared/", "node:", "electron/engine/ports.ts");

const walls: Wall[] = [
  { from: "shared/domain/", may: starts("shared/domain/", "zod") },
  { from: "shared/contract/", may: starts("shared/domain/", "shared/contract/", "zod") },
  { from: "electron/engine/", may: anyOf(engineBase, starts("electron/engine/")) },
  {
    from: "electron/engine/providers/",
    may: anyOf(engineBase, starts("electron/engine/providers/", "electron/engine/http/"), starts(...sdks)),
  },
  {
    from: "electron/engine/prompts/",
    may: anyOf(engineBase, starts("electron/engine/prompts/", "electron/engine/http/")),
  },
  { from: "electron/engine/http/", may: anyOf(engineBase, starts("electron/engine/http/")) },
  { from: "electron/engine/store/", may: anyOf(engineBase, starts("electron/engine/store/")) },
  {
    from: "electron/engine/config/",
    may: anyOf(
      engineBase,
      starts("electron/engine/config/", "electron/engine/store/", "electron/engine/http/"),
      starts("electron/engine/providers/presets.ts", "electron/engine/providers/provider.ts"),
      starts("electron/engine/apis/registry.ts", "electron/engine/apis/list-models.ts"),
    ),
  },
  {
    from: "electron/engine/pipeline/",
    may: anyOf(
      engineBase,
      starts("electron/engine/pipeline/", "electron/engine/config/", "electron/engine/http/"),
      starts("electron/engine/providers/provider.ts", "electron/engine/apis/registry.ts"),
    ),
  },
  // Keeps what others made; it must be able to read a run of any provider, so it knows none.
  { from: "electron/engine/history/", may: anyOf(bareBase, starts("electron/engine/history/")) },
  // Plays through the pipeline as it is, over the one fetch that opens no socket.
  {
    from: "electron/engine/cassette/",
    may: anyOf(
      bareBase,
      starts("electron/engine/cassette/", "electron/engine/http/replay-fetch.ts"),
      starts("electron/engine/pipeline/execute-plan.ts", "electron/engine/pipeline/run-registry.ts"),
      starts("electron/engine/pipeline/check-answer.ts", "electron/engine/pipeline/outcome-of-failure.ts"),
      starts("electron/engine/providers/provider.ts", "electron/engine/apis/registry.ts"),
    ),
  },
  {
    from: "electron/engine/litellm/",
    may: anyOf(
      bareBase,
      starts("electron/engine/litellm/", "yaml"),
      starts("electron/engine/credentials/environment.ts", "electron/engine/routing/model-routing.ts"),
      starts("electron/engine/providers/provider.ts", "electron/engine/credentials/secret-value.ts"),
    ),
  },
  // It runs without a profile: nothing in it may need the store, the history or the engine.
  {
    from: "electron/engine/gateway/",
    may: anyOf(
      bareBase,
      starts("electron/engine/gateway/", "electron/engine/litellm/", "electron/engine/config/"),
      starts("electron/engine/http/", "electron/engine/pipeline/", "electron/engine/providers/"),
      starts("electron/engine/pipeline/compile-prompt.ts", "electron/engine/libraries/langfuse/langfuse-libraries.ts"),
      starts("eventsource-parser", "zod"),
    ),
  },
  // The gateway inside the app, which has a profile.
  {
    from: "electron/engine/gateway/app/",
    may: anyOf(
      bareBase,
      starts("electron/engine/gateway/", "electron/engine/litellm/", "electron/engine/config/", "zod"),
      starts("electron/engine/pipeline/", "electron/engine/providers/", "electron/engine/http/in-parallel.ts"),
      starts("electron/engine/store/", "electron/engine/loopback/"),
    ),
  },
  // A host may not import another, and every window's host runs the gateway: so its server is part of the engine, and
  // the gateway host is the shell of its command line.
  {
    from: "electron/engine/gateway/server/",
    may: anyOf(engineBase, starts("electron/engine/gateway/", "electron/engine/loopback/")),
  },
  { from: "electron/engine/loopback/", may: starts("node:", "electron/engine/loopback/") },
  {
    from: "electron/routes/",
    may: anyOf(starts("shared/", "electron/routes/", "electron/engine/engine.ts"), starts("zod", "node:")),
  },
  { from: "electron/launch/", may: anyOf(starts("node:", "electron/launch/"), isPackageBut("electron")) },
  { from: "electron/hosts/desktop/", may: hostMay("desktop", "electron") },
  { from: "electron/hosts/web/", may: hostMay("web") },
  { from: "electron/hosts/cli/", may: hostMay("cli") },
  { from: "electron/hosts/package/", may: hostMay("package") },
  { from: "electron/hosts/gateway/", may: hostMay("gateway") },
  {
    from: "electron/hosts/",
    may: anyOf(starts("electron/hosts/", "electron/routes/", "electron/engine/", "shared/", "node:")),
  },
  { from: "renderer/ui/", may: anyOf(starts("renderer/ui/"), style, isPackageBut("electron", "zustand", "openai")) },
  {
    from: "renderer/api/",
    may: anyOf(starts("renderer/api/", "shared/"), isPackageBut("electron", "react", "openai")),
  },
  { from: "renderer/diff/", may: starts("renderer/diff/", "shared/", "diff") },
  { from: "renderer/stores/", may: anyOf(starts("renderer/stores/", "renderer/api/", "shared/", "zustand")) },
  { from: "renderer/", may: anyOf(starts("renderer/", "shared/"), style, isPackageBut("electron", "openai")) },
];

/** A host may import the engine and the api, files that belong to no host, and its own; never another host. */
function hostMay(host: string, ...packages: string[]) {
  const own = `electron/hosts/${host}/`;
  return (target: string) => {
    if (target.startsWith("electron/hosts/")) return target.startsWith(own) || !target.slice(15).includes("/");
    return starts("electron/routes/", "electron/engine/", "shared/", "node:", "zod", ...packages)(target);
  };
}

function wallOf(path: string): Wall | undefined {
  return walls.filter(({ from }) => path.startsWith(from)).sort((a, b) => b.from.length - a.from.length)[0];
}

function breaches(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, imports }) => {
    const wall = wallOf(path);
    if (!wall) return [`${path} stands outside the house`];
    const bad = imports.filter((line) => !wall.may(line.target, line) || crossesFeature(path, line.target));
    return bad.map((line) => `${path} imports ${line.specifier}`);
  });
}

/** A feature may not reach into its sibling; what two of them need belongs into `ui` or a store. */
function crossesFeature(path: string, target: string): boolean {
  const feature = /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
  const other = /^renderer\/features\/([^/]+)\//.exec(target)?.[1];
  return feature !== undefined && other !== undefined && feature !== other;
}

describe("layers", () => {
  const files = readSources();

  it("reads real files (a wall test that finds nothing to check would pass for ever)", () => {
    expect(files.filter(({ path }) => path.startsWith("electron/engine/")).length).toBeGreaterThan(20);
    expect(files.flatMap(({ imports }) => imports).length).toBeGreaterThan(100);
  });

  it("nobody imports past a wall", () => {
    expect(breaches(files)).toEqual([]);
  });

  it("sees a breach when there is one", () => {
    const planted = (path: string, target: string): SourceFile => ({
      path,
      text: "",
      imports: [{ specifier: target, target, typeOnly: false }],
    });
    const bad = [
      planted("shared/domain/run/run.ts", "node:fs"),
      planted("electron/engine/engine.ts", "electron"),
      planted("electron/engine/pipeline/plan-request.ts", "electron/engine/apis/chat-completions/adapter.ts"),
      planted("electron/hosts/web/main.ts", "electron/hosts/desktop/main.ts"),
      planted("electron/hosts/web/main.ts", "electron"),
      planted("electron/hosts/web/main.ts", "electron/hosts/gateway/serve.ts"),
      planted("electron/engine/gateway/server/server.ts", "electron/engine/history/history.ts"),
      planted("electron/engine/history/history.ts", "electron/engine/apis/registry.ts"),
      planted("electron/engine/history/list-runs.ts", "zod"),
      planted("electron/engine/cassette/replay-run.ts", "electron/engine/http/recording-fetch.ts"),
      planted("electron/engine/cassette/cassettes.ts", "electron/engine/history/history.ts"),
      planted("electron/engine/litellm/load-config.ts", "electron/engine/gateway/gateway.ts"),
      planted("electron/engine/litellm/includes.ts", "electron/engine/credentials/secret-store.ts"),
      planted("electron/engine/gateway/gateway.ts", "electron/engine/store/profile.ts"),
      planted("electron/engine/gateway/handle-call.ts", "electron/engine/history/history.ts"),
      planted("electron/engine/gateway/direct-request.ts", "openai"),
      planted("electron/engine/gateway/app/app-gateway.ts", "electron/engine/engine.ts"),
      planted("renderer/diff/output-diff.ts", "react"),
      planted("renderer/diff/output-diff.ts", "renderer/stores/runs.ts"),
      planted("renderer/features/library/Library.tsx", "renderer/features/playground/Playground.tsx"),
      planted("renderer/App.tsx", "electron/engine/engine.ts"),
      planted("renderer/stores/draft.ts", "react"),
    ];
    expect(breaches(bad)).toHaveLength(bad.length);
  });

  it("only the desktop host names Electron", () => {
    const outside = files.filter(({ path }) => !path.startsWith("electron/hosts/desktop/"));
    const naming = outside.filter(({ imports }) =>
      imports.some(({ target }) => /^electron(\/main|\/renderer)?$/.test(target)),
    );
    expect(naming.map(({ path }) => path)).toEqual([]);
  });

  it("schemas stay out of the renderer's bundle", () => {
    const renderer = files.filter(({ path }) => path.startsWith("renderer/"));
    const schemaFiles = new Set(
      files
        .filter(({ imports }) => imports.some(({ target, typeOnly }) => target === "zod" && !typeOnly))
        .map(({ path }) => path),
    );
    const loading = renderer.flatMap(({ path, imports }) =>
      imports
        .filter(({ target, typeOnly }) => !typeOnly && schemaFiles.has(target))
        .map(({ target }) => `${path} loads ${target}`),
    );
    expect(loading).toEqual([]);
  });
});
