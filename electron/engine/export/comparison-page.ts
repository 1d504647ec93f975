import { diffTexts } from "../../../shared/domain/diff/text-diff.ts";
import type { Message } from "../../../shared/domain/message/message.ts";
import { refOf } from "../../../shared/domain/prompt/run-prompt.ts";
import { answerText } from "../../../shared/domain/run/answer-text.ts";
import { askedChanges } from "../../../shared/domain/run/asked-changes.ts";
import { askedOfRun } from "../../../shared/domain/run/asked-of-run.ts";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import { comparisonStyle } from "./comparison-style.ts";
import { endWords, figureCells, figureTitles, madeBy } from "./comparison-words.ts";
import { htmlPage } from "./html-page.ts";
import { clipped, html } from "./html-text.ts";

/** Side by side; nobody reads more. */
export const mostCompared = 50;

/** Of one text, in bytes of the page: a whole answer of any model, and no page that a browser chokes on. */
const largestText = 1_000_000;

/** An answer as the page calls it. */
interface Side {
  /** "A", and of several answers of one variant "A 2". */
  name: string;
  run: RunRecord;
}

/**
 * Answers side by side as one page that needs nothing else: what was chosen otherwise, figures, values, messages, the answers, and how
 * each differs from the first. With one run it is that run.
 */
export function comparisonPage(runs: readonly RunRecord[], now: number): string {
  const sides = sidesOf(runs);
  const names = [...new Set(runs.flatMap(({ request }) => refOf(request.prompt)?.name ?? []))];
  const title = names.length === 0 ? "Messages without a prompt" : names.join(", ");
  const count = runs.length === 1 ? "1 answer" : `${runs.length} answers side by side`;
  const time = new Date(now).toISOString().slice(0, 16).replace("T", " ");
  const body = [
    `<p class="dim">${count} · Promptscope, ${time} UTC</p>`,
    changesOf(sides),
    figuresOf(sides),
    section("Values", shared(sides, valuesOf)),
    section("Messages", shared(sides, messagesOf)),
    `<h2>${runs.length === 1 ? "Answer" : "Answers"}</h2><div class="answers">${sides.map(answerOf).join("")}</div>`,
    differencesOf(sides),
  ];
  return htmlPage(title, body.filter((part) => part !== "").join("\n"), comparisonStyle);
}

/** Letters by variant, in the order given; runs that were no variants of a comparison are one each. */
function sidesOf(runs: readonly RunRecord[]): Side[] {
  const variantOf = ({ id, request }: RunRecord) => request.comparison?.variantId ?? id;
  const variants = [...new Set(runs.map(variantOf))];
  return runs.map((run, index) => {
    const variant = variantOf(run);
    const same = runs.filter((other) => variantOf(other) === variant);
    const place = runs.slice(0, index).filter((other) => variantOf(other) === variant).length;
    return { name: `${letterOf(variants.indexOf(variant))}${same.length > 1 ? ` ${place + 1}` : ""}`, run };
  });
}

/** A to Z, then AA as columns of a sheet go on. */
function letterOf(index: number): string {
  const before = index < 26 ? "" : letterOf(Math.floor(index / 26) - 1);
  return before + String.fromCharCode(65 + (index % 26));
}

function section(title: string, content: string): string {
  return content === "" ? "" : `<h2>${title}</h2>${content}`;
}

function changesOf([base, ...others]: readonly Side[]): string {
  if (!base || others.length === 0) return "";
  const lines = others.map(({ name, run }) => {
    const changes = askedChanges(askedOfRun(base.run, run), askedOfRun(run, base.run));
    const texts = changes.map(({ text, detail }) => (detail === undefined ? text : `${text} (${detail})`));
    const said = texts.length === 0 ? `asks the same as ${base.name}` : texts.join(" · ");
    return `<li><b>${html(name)}</b> ${clipped(said, 2_000)}</li>`;
  });
  return `<h2>What differs from ${html(base.name)}</h2><ul class="verdicts">${lines.join("")}</ul>`;
}

function figuresOf(sides: readonly Side[]): string {
  const lines = sides.map(({ name, run }) => {
    const figures = figureCells(run).map((text) => `<td class="n">${clipped(text, 200)}</td>`);
    return `<tr><td><b>${html(name)}</b> ${clipped(madeBy(run), 300)}</td>${figures.join("")}</tr>`;
  });
  const titles = ["Answer", ...figureTitles].map((title) => `<th>${title}</th>`).join("");
  return `<h2>Figures</h2><div class="wide"><table><tr>${titles}</tr>${lines.join("")}</table></div>`;
}

/** What all answers have in common once, else what each of them has. */
function shared(sides: readonly Side[], show: (run: RunRecord) => string): string {
  const groups = new Map<string, string[]>();
  for (const { name, run } of sides) {
    const shown = show(run);
    groups.set(shown, [...(groups.get(shown) ?? []), name]);
  }
  const [only] = groups.keys();
  if (groups.size === 1) return only ?? "";
  return [...groups]
    .map(([shown, names]) => `<h3>${html(names.join(", "))}</h3>${shown === "" ? '<p class="dim">none</p>' : shown}`)
    .join("");
}

function valuesOf({ request: { variables, placeholders } }: RunRecord): string {
  const terms = Object.entries({ ...variables, ...placeholders }).map(
    ([name, value]) => `<dt>${clipped(name, 200)}</dt><dd>${text(valueText(value))}</dd>`,
  );
  return terms.length === 0 ? "" : `<dl>${terms.join("")}</dl>`;
}

function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** As they were sent; of a run that did not come so far, what the caller gave. */
function messagesOf({ plan, compiled, request }: RunRecord): string {
  const messages = plan?.messages ?? compiled?.messages.map(({ message }) => message) ?? request.clientMessages;
  return messages.map(messageOf).join("");
}

function messageOf({ role, content, ...others }: Message): string {
  const more = Object.keys(others).length === 0 ? "" : `<pre class="more">${text(JSON.stringify(others))}</pre>`;
  const said =
    content === null || content === undefined || content === "" ? "" : `<pre>${text(valueText(content))}</pre>`;
  return `<div class="cell"><h3>${clipped(role, 100)}</h3>${said}${more}</div>`;
}

function answerOf({ name, run }: Side): string {
  const { output } = run;
  const said = answerText(output);
  const end = endWords(run);
  return [
    `<article class="cell"><h3><b>${html(name)}</b> ${clipped(madeBy(run), 300)}</h3>`,
    output.reasoning === ""
      ? ""
      : `<details><summary>Reasoning</summary><pre>${text(output.reasoning)}</pre></details>`,
    said === "" ? "" : `<pre>${text(said)}</pre>`,
    said === "" && end === "" ? '<p class="dim">An empty answer.</p>' : "",
    end === "" ? "" : `<p class="failed">${clipped(end, 20_000)}</p>`,
    "</article>",
  ].join("");
}

function differencesOf([base, ...others]: readonly Side[]): string {
  const before = base ? answerText(base.run.output) : "";
  const parts = others.flatMap(({ name, run }) => {
    const after = answerText(run.output);
    if (before === "" || after === "") return [];
    return [
      `<article class="cell"><h3><b>${html(name)}</b> against ${html(base?.name ?? "")}</h3>${difference(before, after)}</article>`,
    ];
  });
  return section("How the answers differ", parts.join(""));
}

function difference(before: string, after: string): string {
  if (before === after) return '<p class="dim">The same, letter for letter.</p>';
  const [short, other] = [before.slice(0, largestText), after.slice(0, largestText)];
  const parts = diffTexts(short, other, "words").map(({ kind, text: part }) => {
    if (kind === "same") return html(part);
    return kind === "added" ? `<ins>${html(part)}</ins>` : `<del>${html(part)}</del>`;
  });
  return `<pre>${parts.join("")}</pre>`;
}

/** A picture in a message is its place and size: the page opens without one, and stays one that can be mailed. */
function text(given: string): string {
  const short = given.replaceAll(
    /data:([\w.+-]+\/[\w.+-]+);base64,([A-Za-z0-9+/=]{100,})/g,
    (_whole, type: string, data: string) => `[${type}, ${data.length} characters, left out]`,
  );
  return clipped(short, largestText);
}
