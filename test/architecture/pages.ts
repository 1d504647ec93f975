import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { listFiles, root } from "./source-files.ts";

/*
 * How a comment points at a rule: `README.md#section` means the nearest page at or above the file, `path/README.md#section` one
 * by its path from the top of the project. Pages point the same way, or by ordinary relative links.
 */

export interface Text {
  /** Path from the top of the project, with forward slashes. */
  path: string;
  text: string;
}

/** What is asked of the pages; tests give their own. */
export interface Pages {
  /** The text of a page by its path from the top, or undefined when there is none. */
  read(path: string): string | undefined;
  /** Whether there is a file or a folder by that path. */
  has(path: string): boolean;
}

export const pagesOnDisk: Pages = {
  read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined),
  has: (path) => existsSync(join(root, path)),
};

/** Every page of the repository that is written by hand. */
export function listPages(): string[] {
  const inRooms = ["electron", "renderer", "shared", "test"].flatMap(listFiles).filter((path) => path.endsWith(".md"));
  const atTop = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].filter((path) => pagesOnDisk.has(path));
  return [...atTop, ...inRooms.filter((path) => !path.includes("/fixtures/"))];
}

/** The comments of a source file, code left out: a program may well write a file called `runs.md`. */
export function commentsOf(text: string): string {
  const blocks = text.match(/\/\*[\s\S]*?\*\//g) ?? [];
  const lines = [...text.matchAll(/(^|[^:"'`])(\/\/.*)$/gm)].map(([, , comment = ""]) => comment);
  return [...blocks, ...lines].join("\n");
}

/** Pages and sections that a text mentions and that are not there, each as `file: mention`. */
export function brokenMentions({ path, text }: Text, pages: Pages): string[] {
  const words = path.endsWith(".md") ? withoutBlocks(text) : commentsOf(text);
  const mentions = [...words.matchAll(/(?<![\w/.(-])((?:[\w.-]+\/)*[\w-]+\.md)(#[\w-]+)?/g)];
  const broken = mentions.filter(([, page = "", section]) => {
    const own = join(dirname(path), page).replaceAll("\\", "/");
    // A page may also name one below it, as its links do.
    const found = path.endsWith(".md") && pages.has(own) ? own : pageOf(page, path, pages);
    return !isThere(found, section, pages);
  });
  const linked = path.endsWith(".md") ? brokenLinks({ path, text: words }, pages) : [];
  return [...broken.map(([mention]) => `${path}: ${mention}`), ...linked];
}

function brokenLinks({ path, text }: Text, pages: Pages): string[] {
  return [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(#[\w-]+)?\)/g)]
    .filter(([, target = "", section]) => {
      const file = target === "" ? path : join(dirname(path), target).replaceAll("\\", "/");
      return file.endsWith(".md") ? !isThere(file, section, pages) : !pages.has(file);
    })
    .map(([link]) => `${path}: ${link.slice(1)}`);
}

/** `README.md` alone is the nearest page at or above the file that says so. */
function pageOf(page: string, from: string, pages: Pages): string {
  if (page !== "README.md") return page;
  for (let folder = dirname(from); folder !== "."; folder = dirname(folder)) {
    if (pages.has(`${folder}/README.md`)) return `${folder}/README.md`;
  }
  return page;
}

function isThere(page: string, section: string | undefined, pages: Pages): boolean {
  const text = pages.read(page);
  if (text === undefined) return false;
  return section === undefined || sectionsOf(text).includes(section.slice(1));
}

/** They begin a model's name. */
const modelPrefixes = new Set(["langfuse/", "azure/"]);

/**
 * Files and folders a page names in backticks and that are not there: by path from the top or from the page's own folder,
 * or a file by its name alone, wherever it is. (A path of a server begins with a slash.)
 */
export function missingFiles({ path, text }: Text, files: readonly string[]): string[] {
  const here = dirname(path) === "." ? "" : `${dirname(path)}/`;
  const named = [...withoutBlocks(text).matchAll(/`(\w[\w./-]*(?:\.(?:ts|tsx|mjs|css)|\/))`/g)].map(
    ([, name = ""]) => name,
  );
  const isThere = (name: string) =>
    [name, here + name].some((one) =>
      files.some((file) => file === one || (one.endsWith("/") && file.startsWith(one))),
    ) ||
    (!name.includes("/") && files.some((file) => file.endsWith(`/${name}`)));
  return named.filter((name) => !modelPrefixes.has(name) && !isThere(name)).map((name) => `${path}: ${name}`);
}

/** The anchors a page has, made of its headings as GitHub makes them. */
export function sectionsOf(text: string): string[] {
  return [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .trim()
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(/\s/g, "-"),
  );
}

/** What people wrote: no code blocks and no tables made from the code. */
function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "").replace(/<!-- table:[\s\S]*?<!-- end -->/g, "");
}

/** Ids of tests such as XYZ-1, wherever a text has them. */
export function testIdsIn(text: string): string[] {
  return [...text.matchAll(/\b(?!UTF-|SSH-|SHA-|ISO-|CVE-)[A-Z]{2,4}-\d{1,2}\b/g)].map(([id]) => id);
}

/** Ids that a page explains: the first cell of a row of a table. */
export function explainedIds(text: string): string[] {
  return [...text.matchAll(/^\| ([A-Z]{1,4}-?\d{1,2}) \|/gm)].map(([, id = ""]) => id);
}
