import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundledModels } from "../../electron/engine/models/bundled-models.ts";
import type { Provider } from "../../electron/engine/providers/provider.ts";
import { providers } from "../../electron/engine/providers/providers.ts";
import { shortcuts } from "../../renderer/stores/commands.ts";
import { routes } from "../../shared/contract/routes.ts";
import type { ModelFacts } from "../../shared/domain/model/model-facts.ts";
import { differencesFromLiteLlm, servedOfLiteLlm } from "./litellm-tables.ts";
import { root } from "./source-files.ts";

/** The tables of the README that follow from the code. Each stands between two marks that name it. */
const tables: Record<string, () => string> = {
  providers: () => providerTable(providers),
  models: () => modelTable(bundledModels().models),
  litellm: () => table(["Of LiteLLM", "Served", "Not served"], servedOfLiteLlm()),
  "litellm-differences": differencesFromLiteLlm,
  shortcuts: () =>
    table(
      ["Key (⌘ on a Mac)", "What it does"],
      shortcuts.map(({ keys, browserKeys, title }) => [
        browserKeys === undefined
          ? code(keyText(keys))
          : `${code(keyText(keys))}, in a browser ${code(keyText(browserKeys))}`,
        title,
      ]),
    ),
  routes: () =>
    table(
      ["Route", "Kind"],
      Object.entries(routes).map(([name, { kind }]) => [code(name), kind]),
    ),
};

const readme = join(root, "README.md");

/** The providers of the README. */
export function providerTable(all: readonly Provider[]): string {
  return table(
    ["Provider", "Model prefix", "Key", "Base URL", "Default base URL"],
    all.map(({ label, prefixes, keyVariables, baseVariables, defaultBaseUrl }) => [
      label,
      prefixes.map((prefix) => code(`${prefix}/`)).join(" "),
      keyVariables.map(code).join(", "),
      baseVariables.map(code).join(", "),
      defaultBaseUrl ?? "to be given",
    ]),
  );
}

/** How much is known of whose models. */
function modelTable(rows: readonly ModelFacts[]): string {
  const labels = new Map(providers.map(({ id, label }) => [id, label]));
  const count = (of: readonly ModelFacts[], isMeant: (row: ModelFacts) => boolean) => String(of.filter(isMeant).length);
  return table(
    ["Provider", "Models", "With a price", "That think", "With a last day"],
    [...Map.groupBy(rows, ({ provider }) => provider)].map(([provider, of]) => [
      labels.get(provider) ?? provider,
      String(of.length),
      count(of, ({ price }) => price !== undefined),
      count(of, ({ can }) => can?.includes("reasoning") ?? false),
      count(of, ({ ends }) => ends !== undefined),
    ]),
  );
}

/** The README with every table as the code has it now. */
export function renderReadme(text: string): string {
  return Object.entries(tables).reduce((result, [name, render]) => {
    const marks = new RegExp(`(<!-- table:${name} -->\n)[\\s\\S]*?(<!-- end -->)`);
    if (!marks.test(result)) throw new Error(`README.md has no place for the table “${name}”.`);
    return result.replace(marks, (_all, start: string, end: string) => `${start}${render()}\n${end}`);
  }, text);
}

export function readReadme(): string {
  return readFileSync(readme, "utf8");
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function code(text: string): string {
  return `\`${text}\``;
}

function keyText(keys: string): string {
  const names: Record<string, string> = { mod: "Ctrl", shift: "Shift", alt: "Alt", enter: "Enter", escape: "Esc" };
  return keys
    .split("+")
    .map((key) => names[key] ?? key.toUpperCase())
    .join("+");
}

// `npm run readme` writes what the test checks.
if (process.env["WRITE_README"] === "1") writeFileSync(readme, renderReadme(readReadme()));
