import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "./source-files.ts";
import { type Wall, walls } from "./walls.ts";

function wallOf(path: string): Wall | undefined {
  return walls.filter(({ from }) => path.startsWith(from)).sort((a, b) => b.from.length - a.from.length)[0];
}

function breaches(files: readonly SourceFile[]): string[] {
  const code = files.filter(({ path }) => /\.tsx?$/.test(path));
  return code.flatMap(({ path, imports }) => {
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
  // Pages import nothing and may stand anywhere.
  const files = readSources().filter(({ path }) => !path.endsWith(".md"));

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
      imports: [{ specifier: target, target, typeOnly: false, isLate: false }],
    });
    const bad = [
      planted("shared/domain/run/run.ts", "node:fs"),
      planted("electron/engine/engine.ts", "electron"),
      planted("electron/engine/pipeline/plan-request.ts", "electron/engine/apis/chat-completions/api.ts"),
      planted("electron/engine/pipeline/run-work.ts", "electron/engine/apis/registry.ts"),
      planted("electron/engine/apis/messages/read.ts", "electron/engine/apis/chat-completions/read.ts"),
      planted("electron/engine/apis/messages/api.ts", "electron/engine/apis/registry.ts"),
      planted("electron/engine/apis/messages/api.ts", "electron/engine/credentials/secret-vault.ts"),
      planted("electron/engine/gateway/forms/chat/form.ts", "electron/engine/pipeline/execute-plan.ts"),
      planted("electron/engine/gateway/forms/chat/form.ts", "electron/engine/apis/chat-completions/read.ts"),
      planted("electron/engine/gateway/relay-call.ts", "electron/engine/apis/chat-completions/read.ts"),
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
      planted("electron/engine/gateway/call-request.ts", "openai"),
      planted("electron/engine/gateway/app/app-gateway.ts", "electron/engine/engine.ts"),
      planted("renderer/features/playground/diff/folding.ts", "react"),
      planted("renderer/features/playground/diff/folding.ts", "renderer/stores/run/runs.ts"),
      planted("renderer/features/library/Library.tsx", "renderer/features/playground/Playground.tsx"),
      planted("renderer/features/playground/answer/MetricLine.tsx", "renderer/features/playground/variants/RunBar.tsx"),
      planted("renderer/features/playground/runs/run-actions.ts", "renderer/features/playground/Playground.tsx"),
      planted("renderer/features/settings/Settings.tsx", "zustand"),
      planted("renderer/features/settings/Settings.tsx", "renderer/App.tsx"),
      planted("renderer/ui/Button.tsx", "react-markdown"),
      planted("renderer/ui/Button.tsx", "shared/domain/json/json.ts"),
      planted("renderer/App.tsx", "electron/engine/engine.ts"),
      planted("renderer/stores/draft/draft.ts", "react"),
      planted("renderer/stores/draft/draft.ts", "renderer/client/connect.ts"),
      planted("electron/engine/http/socket.ts", "openai"),
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

  it("schemas stay out of the renderer's bundle, also behind what it loads (the validator was in the first paint)", () => {
    const loaded = new Map(files.map(({ path, imports }) => [path, imports.filter(({ typeOnly }) => !typeOnly)]));
    const known = new Map<string, boolean>();
    const loadsSchemas = (path: string): boolean => {
      const before = known.get(path);
      if (before !== undefined) return before;
      known.set(path, false);
      const found = (loaded.get(path) ?? []).some(({ target }) => target === "zod" || loadsSchemas(target));
      known.set(path, found);
      return found;
    };
    const loading = files
      .filter(({ path }) => path.startsWith("renderer/"))
      .flatMap(({ path }) =>
        (loaded.get(path) ?? [])
          .filter(({ target }) => !target.startsWith("renderer/") && loadsSchemas(target))
          .map(({ target }) => `${path} loads ${target}`),
      );
    expect(loading).toEqual([]);
  });
});
