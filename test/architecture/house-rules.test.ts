import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listFiles, readSources, root, withoutComments } from "./source-files.ts";

const sources = readSources();
const code = sources.filter(({ path }) => /\.(ts|tsx|css|html)$/.test(path));
const tests = readSources(["test"]).filter(({ path }) => /\.(ts|tsx|mjs)$/.test(path));

/** Files of the product whose code (comments aside) matches, but for the places where it is allowed. */
function usesOf(pattern: RegExp, allowed: readonly (string | RegExp)[] = []): string[] {
  return code
    .filter(({ path }) => !allowed.some((place) => (typeof place === "string" ? path === place : place.test(path))))
    .filter(({ text }) => pattern.test(withoutComments(text)))
    .map(({ path }) => path);
}

describe("files", () => {
  it("none is longer than 350 lines", () => {
    const long = [...code, ...tests].filter(({ text }) => text.split("\n").length > 351).map(({ path }) => path);
    expect(long).toEqual([]);
  });

  it("none has a name that says nothing", () => {
    const names = [...sources, ...tests].map(({ path }) => path);
    expect(names.filter((path) => /(^|\/)(utils?|helpers?|common|misc|manager)(\/|\.|$)/i.test(path))).toEqual([]);
  });

  // A number of its own would stay small when everything is proved, and its values would differ at every run.
  it("generated values are drawn as test/prove-scale.ts says", () => {
    const asserting = tests
      .filter(({ path }) => path.endsWith(".test.ts"))
      .map(({ path, text }) => ({ path, code: withoutComments(text) }));
    const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;
    const own = asserting.filter(({ code: text }) => count(text, /\bfc\.assert\(/g) > count(text, /\bdrawn\(/g));
    expect(own.map(({ path }) => path)).toEqual([]);
  });

  it("no unfinished marks and no way around the type checker", () => {
    expect(usesOf(/\b(TODO|FIXME|HACK)\b|@ts-ignore|@ts-expect-error|\bas any\b|:\s*any\b(?! \w)/)).toEqual([]);
  });
});

describe("what is made for each call", () => {
  // Measured: one such object a call made V8 keep each call of the gateway whole, twice the processor time of all else.
  it("an object made in a function has no getter: it would get a shape of its own, which keeps all the getter reaches", () => {
    // A class stands at the left, so that its own are indented once.
    const found = usesOf(/^ {4,}[gs]et \w+\(/m);
    expect(found.filter((path) => /^electron\/engine\/(apis|gateway|http|pipeline)\//.test(path))).toEqual([]);
  });
});

describe("dangerous calls", () => {
  // One try: on Windows a scanner that has the file for a moment lost what was saved.
  it("a file is renamed by the one function that tries again", () => {
    const renaming = usesOf(/\brenameSync\b|\brename\b[^;]*\bfrom "node:fs/, [/^electron\/launch\//]);
    expect(renaming).toEqual(["electron/engine/store/move-file.ts"]);
  });

  it("the engine has one way out: node's http client inside engine/http", () => {
    expect(
      usesOf(/\bfrom "node:(https|tls|net|dgram)"/, [/^electron\/engine\/http\//, /^electron\/(launch|hosts)\//]),
    ).toEqual([]);
    const fetching = usesOf(/(?<![.\w])fetch\(/, [
      /^electron\/engine\/http\//,
      /^renderer\/client\//,
      /^electron\/launch\//,
    ]);
    expect(fetching).toEqual([]);
  });

  // Node's own limits let half a request sit there for a minute; that ours hold is tested with the gateway's server.
  it("every server limits what a request may take before it is one", () => {
    const servers = code.filter(({ path, text }) => path.startsWith("electron/") && /from "node:https?"/.test(text));
    const making = servers.filter(({ text }) => /\bcreateServer\(/.test(withoutComments(text)));
    expect(making.length).toBeGreaterThan(2);
    const unlimited = making.filter(({ text }) => !/\bcreateServer\((\{ \.\.\.)?requestLimits\b/.test(text));
    // The sample models' server has Node's: it starts with the first sample, and only this process has its key.
    expect(unlimited.map(({ path }) => path)).toEqual(["electron/engine/providers/demo/demo-server.ts"]);
  });

  it("links are opened in one place", () => {
    // The opener checks every address; main alone hands it the way out.
    expect(usesOf(/\bopenExternal\b/, ["electron/hosts/desktop/links.ts", "electron/hosts/desktop/main.ts"])).toEqual(
      [],
    );
  });

  it("raw ipcMain is named in the transport and handed over by main", () => {
    expect(
      usesOf(/\bipcMain\b/, ["electron/hosts/desktop/ipc-transport.ts", "electron/hosts/desktop/main.ts"]),
    ).toEqual([]);
  });

  it("what a terminal is told goes through a place that takes out what would steer it", () => {
    const places = [
      /^electron\/launch\//,
      "electron/hosts/print-error.ts",
      "electron/hosts/cli/main.ts",
      "electron/hosts/cli/terminal.ts",
      "electron/hosts/gateway/main.ts",
      "electron/hosts/package/print-request.ts",
    ];
    const saying = usesOf(/\bconsole\.\w+\(|\bprocess\.(stdout|stderr)\b/, places);
    // Words of our own, an address; a page has a console of its own; code that is shown is no code of ours.
    const own = /^renderer\/|^shared\/domain\/code\/|^electron\/hosts\/web\/main\.ts$/;
    expect(saying.filter((path) => !own.test(path))).toEqual([]);
    const web = withoutComments(readFileSync(join(root, "electron/hosts/web/main.ts"), "utf8"));
    expect(web.replace(/"[^"]*"/g, "words").match(/console\.\w+\([^;]*/g)).toEqual([
      "console.log(server.launchUrl()))",
      "console.log(server.launchUrl())",
      "console.log(words)",
    ]);
  });

  it("stores know no window: only the client leaves it, only components draw", () => {
    const named = usesOf(/(?<![\w-])(window|document|localStorage|sessionStorage|navigator)\b[.[]|(?<![.\w])fetch\(/);
    expect(named.filter((path) => path.startsWith("renderer/stores/"))).toEqual([]);
    expect(named.length).toBeGreaterThan(5);
  });

  it("nothing becomes code or markup from text", () => {
    expect(
      usesOf(/dangerouslySetInnerHTML|\.innerHTML\b|\.outerHTML\b|insertAdjacentHTML|\beval\(|new Function\(/, [
        // A text for an engine of its own, QuickJS: there code is meant to come from text.
        "electron/engine/evaluators/code/code-harness.ts",
      ]),
    ).toEqual([]);
  });

  it("the environment is read in one place of the engine", () => {
    // A page has no environment; the gateway view writes the words into a snippet for Node.
    // How connections are made is read where they are made: no host can forget it.
    const network = "electron/engine/http/network-variables.ts";
    const places = [
      "electron/engine/credentials/environment.ts",
      network,
      /^electron\/(launch|hosts)\//,
      /^renderer\//,
    ];
    expect(usesOf(/\bprocess\.env\b/, places)).toEqual([]);
  });

  it("certificates are always checked and Chromium is never started without its sandbox", () => {
    expect(usesOf(/rejectUnauthorized:\s*false/)).toEqual([]);
    expect(usesOf(/--no-sandbox/)).toEqual([]);
  });
});

describe("what the system asks for", () => {
  it("a style sheet in which something moves says what it does with reduced motion", () => {
    const moving = code
      .filter(({ path }) => path.endsWith(".css"))
      .map(({ path, text }) => ({ path, text: withoutComments(text) }))
      .filter(({ text }) => /\b(animation|transition)(-name|-property)?:\s*(?!none)/.test(text));
    expect(moving.length).toBeGreaterThan(2);
    expect(
      moving.filter(({ text }) => !text.includes("prefers-reduced-motion: reduce")).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe("exports", () => {
  const exported = /^export (?:async )?(?:function\*?|const|class) (\w+)/gm;
  const everything = [...sources, ...tests].map(({ path, text, imports }) => ({
    path,
    words: new Set(withoutComments(text).match(/\w+/g)),
    targets: new Set(imports.map(({ target }) => target)),
  }));
  const importers = Map.groupBy(
    everything.flatMap((file) => [...file.targets].map((target) => ({ target, file }))),
    ({ target }) => target,
  );
  /** In the product only their own file uses them; they are worth a test of their own. */
  const testedAlone = [
    "electron/routes/renderer-files.ts: contentSecurityPolicy",
    "electron/engine/models/prices.ts: matchesPostgres",
    "electron/engine/providers/registry.ts: createProviders",
    "electron/hosts/package/completion.ts: createCompletion",
    "electron/engine/gateway/deployments.ts: pickDeployment",
    "electron/engine/gateway/server/routes.ts: ownRoutes",
    "electron/engine/history/history.ts: openHistory",
    "electron/engine/http/retry-policy.ts: readRetryAfter",
    "electron/engine/litellm/write-config.ts: editConfig",
    "electron/engine/pipeline/run-queue.ts: defaultQueueLimits",
    "electron/hosts/cli/table.ts: columnsOf",
    "electron/hosts/cli/table.ts: cutTo",
    "electron/hosts/desktop/menu.ts: menuCommands",
    "electron/launch/electron-binary.ts: findElectron",
    // The build's own.
    "electron/launch/notices.ts: packageFolderOf",
    "electron/launch/notices.ts: systemPackageFolders",
    "electron/launch/notices.ts: writeNotices",
    "renderer/features/playground/compare/blind-vote.ts: shuffled",
    "renderer/features/playground/compare/repetition-summary.ts: spreadOf",
    "renderer/features/playground/messages/image-files.ts: imageProblem",
    "renderer/features/playground/text/markdown-blocks.ts: splitBlocks",
    "renderer/stores/commands.ts: commandTable",
    "shared/domain/diff/json-diff.ts: sameJson",
  ];

  it("every function, constant and class that is exported is used by another file", () => {
    const needless = sources.flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(exported)].flatMap(([, name = ""]) => {
        const users = (importers.get(path) ?? []).filter(({ file }) => file.words.has(name));
        const inProduct = users.some(({ file }) => !file.path.startsWith("test/"));
        const entry = `${path}: ${name}`;
        return inProduct || (users.length > 0 && testedAlone.includes(entry)) ? [] : [entry];
      }),
    );
    expect(needless).toEqual([]);
  });

  it("the list of those that are only tested names nothing that has gone", () => {
    const gone = testedAlone.filter((entry) => {
      const [path, name] = entry.split(": ");
      const file = sources.find((source) => source.path === path);
      return ![...(file?.text ?? "").matchAll(exported)].some(([, found]) => found === name);
    });
    expect(gone).toEqual([]);
  });
});

describe("package.json", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const lock = readFileSync(join(root, "package-lock.json"), "utf8");

  it("pins every version exactly", () => {
    const { dependencies, optionalDependencies, devDependencies } = manifest as Record<string, Record<string, string>>;
    const loose = Object.entries({ ...dependencies, ...optionalDependencies, ...devDependencies }).filter(
      // Another version of a package under a name of its own is pinned as exactly.
      ([, range]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(range),
    );
    expect(loose).toEqual([]);
  });

  it("has no dependency that nothing names", () => {
    const { dependencies, devDependencies, scripts } = manifest as Record<string, Record<string, string>>;
    const configurations = ["vite.config.ts", "vitest.config.ts", "tsconfig.json", "electron-builder.yml"];
    const texts = [...code, ...tests]
      .map(({ text }) => text)
      .concat(configurations.map((path) => readFileSync(join(root, path), "utf8")));
    /** Tools that are run by another name than their own. */
    const runAs: Record<string, string> = { "@biomejs/biome": "biome", typescript: "tsc" };
    const commands = Object.values(scripts ?? {}).join("\n");
    const unnamed = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => {
      const tool = runAs[name];
      if (tool !== undefined) return !new RegExp(`\\b${tool} `).test(commands);
      const named = new RegExp(`["'/]${name.replace(/^@types\//, "")}["'/]`);
      return !texts.some((text) => named.test(text));
    });
    expect(unnamed).toEqual([]);
  });

  it("runs nothing when it is installed", () => {
    const { scripts } = manifest as Record<string, Record<string, string>>;
    expect(Object.keys(scripts ?? {}).filter((name) => /^(pre|post)?install$|^(pre|post)?prepare$/.test(name))).toEqual(
      [],
    );
  });

  it("has a lock file that names no registry", () => {
    expect(lock).not.toMatch(/"resolved": "http/);
  });
});

describe("secrets", () => {
  it("no route of the contract is named as if it returned one", () => {
    const contract = readFileSync(join(root, "shared/contract/routes.ts"), "utf8");
    expect(contract).not.toMatch(/"(secret|key)\.(get|reveal|read)"/);
  });

  it("no fixture and no source holds a real-looking key", () => {
    const everything = ["shared", "electron", "renderer", "test"]
      .flatMap(listFiles)
      .filter((path) => /\.(ts|tsx|json|txt|md)$/.test(path));
    const leaking = everything.filter((path) =>
      /\bsk-(proj-|ant-routes)?[A-Za-z0-9]{40,}\b/.test(readFileSync(join(root, path), "utf8")),
    );
    expect(leaking).toEqual([]);
  });
});
