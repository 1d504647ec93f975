import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { commands, page, server, userEvent } from "vitest/browser";
import { render } from "vitest-browser-react";
import { Gallery } from "../../../renderer/ui/gallery/Gallery.tsx";
import { expectAccessible } from "../axe.ts";
import {
  differenceOf,
  drawn,
  edgeInkOf,
  follow,
  inkOf,
  inSmall,
  type Picture,
  pictureAt,
  pngOf,
  takePicture,
} from "./pictures.ts";
import "../../../renderer/theme.css";

const parts = Object.keys(import.meta.glob("../../../renderer/ui/**/*.tsx"))
  .map((path) => path.replace("../../../renderer/ui/", "").replace(".tsx", ""))
  .filter((path) => !path.startsWith("gallery/"));

const styles: Record<string, { default: Record<string, string> }> = import.meta.glob(
  ["../../../renderer/ui/**/*.module.css", "!**/gallery/**"],
  { eager: true },
);

/** What is there for a moment, or only with a click or a pointer: tests of their own look at it. */
const unseen: readonly [file: string, names: RegExp][] = [
  ["CodeEditor.module.css", /^(coming|text|missing|tooLong)$/],
  ["Chart.module.css", /^(table|band|chosen|area|told)$/],
];

/** Names of motions are exported as those of classes are. */
const motions = new Set(["pulse", "turn"]);

/** All of it in sight, so that one picture shows every part. */
async function showGallery() {
  await page.viewport(1200, 900);
  const screen = await render(
    <div style={{ position: "fixed", inset: 0, display: "grid" }}>
      <Gallery />
    </div>,
  );
  // Editors come with code of their own.
  await expect.poll(() => shadowRoots().length).toBe(4);
  await page.viewport(1200, screen.getByRole("main").element().scrollHeight);
  await drawn();
  return screen;
}

const shadowRoots = () => [...document.querySelectorAll("*")].filter(({ shadowRoot }) => shadowRoot?.firstElementChild);

/** Each state of each part, by name. */
const states = () =>
  [...document.querySelectorAll("main > section")].flatMap((section) =>
    [...section.querySelectorAll("figure")].map((figure) => ({
      name: `${section.getAttribute("aria-label")}: ${figure.querySelector("figcaption")?.textContent}`,
      element: figure.lastElementChild as HTMLElement,
    })),
  );

/** One state of a part. */
function stateOf(part: string, name: string): HTMLElement {
  const found = states().find((state) => state.name === `${part}: ${name}`);
  if (!found) throw new Error(`The gallery has no ${part}: ${name}`);
  return found.element;
}

const opened = "[role=menu], [role=dialog], [data-radix-popper-content-wrapper], dialog[open]";

/** Opens each part that floats, one after the other. */
async function withEachOpen(look: (name: string, element: Element) => Promise<void>): Promise<void> {
  const floating = ["Menu", "ContextMenu", "Popover", "Tooltip", "Dialog"];
  for (const { name, element } of states().filter(({ name }) => floating.includes(name.split(":")[0] ?? ""))) {
    const button = element.querySelector("button");
    if (!button) throw new Error(`${name} has no button.`);
    if (name.startsWith("ContextMenu")) await userEvent.click(button, { button: "right" });
    else if (name.startsWith("Tooltip")) await userEvent.hover(button);
    else await userEvent.click(button);
    const shown = await vi.waitUntil(() => document.querySelector(opened));
    await look(name, shown);
    if (name.startsWith("Tooltip")) await userEvent.unhover(button);
    await userEvent.keyboard("{Escape}");
    await expect.poll(() => document.querySelector(opened)).toBeNull();
  }
}

beforeEach(() => follow({ colorScheme: "dark", reducedMotion: "reduce" }));
afterEach(async () => {
  await follow({ colorScheme: null, reducedMotion: null, forcedColors: null });
  await page.viewport(1440, 900);
});

describe("the gallery", () => {
  it("shows every part of renderer/ui (a part that is not there is looked at by nobody)", async () => {
    await showGallery();
    const shown = [...document.querySelectorAll("main > section")].map((section) => section.getAttribute("aria-label"));
    expect(shown.toSorted()).toEqual(parts.toSorted());
  });

  it("shows every state: each class of their style sheets is drawn somewhere", async () => {
    await showGallery();
    const drawnClasses = new Set<string>();
    const look = async () => {
      for (const element of document.querySelectorAll("[class]"))
        for (const name of element.classList) drawnClasses.add(name);
    };
    await look();
    await withEachOpen(look);
    const missing = Object.entries(styles).flatMap(([path, module]) =>
      Object.entries(module.default)
        .filter(([name]) => !unseen.some(([file, names]) => path.endsWith(file) && names.test(name)))
        .filter(([name]) => !motions.has(name))
        .filter(([, name]) => !name.split(" ").some((one) => drawnClasses.has(one)))
        .map(([name]) => `${path.split("/ui/")[1]}: .${name}`),
    );
    expect(missing).toEqual([]);
  });

  it("no part is blank, in either theme", async () => {
    await showGallery();
    for (const colorScheme of ["dark", "light"] as const) {
      await follow({ colorScheme });
      const picture = await takePicture();
      const blank = states().filter(({ element }) => inkOf(picture(element)) < 12);
      expect(blank.map(({ name }) => `${colorScheme}, ${name}`)).toEqual([]);
    }
  });

  it("nothing sticks out of its part, and no control lies over another", async () => {
    await showGallery();
    const faults = states().flatMap(({ name, element }) => [
      ...[element, ...element.querySelectorAll("*")]
        .filter(sticksOut)
        .map((one) => `${name}: ${one.textContent} sticks out`),
      ...overlaps(element).map((both) => `${name}: ${both}`),
    ]);
    expect(faults).toEqual([]);
  });

  it("axe finds nothing in it, nor in what opens over it", async () => {
    await showGallery();
    await expectAccessible();
    await withEachOpen(async (name) =>
      expect(await commands.violationsInTest("dark", undefined, opened), name).toEqual([]),
    );
  });

  it("with reduced motion nothing moves, without it something does", async () => {
    await showGallery();
    const moving = () =>
      document
        .getAnimations()
        .filter((animation) => !(animation instanceof CSSTransition) && animation.playState === "running");
    expect(moving()).toHaveLength(0);
    await follow({ reducedMotion: "no-preference" });
    expect(moving().length).toBeGreaterThanOrEqual(2);
  });

  it("in the system's few colours every state is still told from the others", async () => {
    await showGallery();
    await follow({ forcedColors: "active" });
    const picture = await takePicture();
    const blank = states().filter(({ element }) => inkOf(picture(element)) < 12);
    expect(blank.map(({ name }) => name)).toEqual([]);
    const pair = (part: string, a: string, b: string, inside: string) => {
      const [one, other] = [a, b].map((name) => stateOf(part, name).querySelector(inside)) as [Element, Element];
      return differenceOf(picture(one), picture(other));
    };
    expect(pair("Switch", "off", "on", "button")).toBeGreaterThan(30);
    expect(pair("ProgressDot", "neutral", "bad", "span")).toBeGreaterThan(15);
    const frames = (part: string, name: string, inside: string) =>
      [...stateOf(part, name).querySelectorAll(inside)].map((element) => edgeInkOf(picture(element)));
    const [chosen, other] = frames("SegmentedControl", "normal", "button");
    expect(chosen).not.toBe(other);
    const [open, closed] = frames("Tabs", "few", "[role=tab]");
    expect(open).not.toBe(closed);
    for (const tone of ["neutral", "ok", "warn", "bad", "accent", "variable"]) {
      expect(frames("Chip", tone, "span")[0], tone).toBeGreaterThan(20);
    }
  });

  it("the focus is seen on every control, in each theme and in the system's colours", async () => {
    await showGallery();
    for (const media of [{ colorScheme: "dark" }, { colorScheme: "light" }, { forcedColors: "active" }] as const) {
      await follow(media);
      await userEvent.keyboard("{Tab}");
      const unseen = [...document.querySelectorAll<HTMLElement>("button, input, textarea, select, [tabindex='0']")]
        .filter((control) => control.checkVisibility() && !control.matches(":disabled"))
        .filter((control) => {
          if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
          const before = looksOf(control);
          control.focus();
          return control === document.activeElement && looksOf(control) === before;
        });
      expect(unseen.map(({ outerHTML }) => outerHTML.slice(0, 200))).toEqual([]);
    }
  });
});

/** The kept ones, by the address of each. */
const kept: Record<string, string> = import.meta.glob("./pictures/*.png", {
  query: "?url",
  import: "default",
  eager: true,
});
const isRenewed = server.config.snapshotOptions.updateSnapshot === "all";

/** Squares of four pixels that may be another colour: letters are drawn a little differently by each version of a browser. */
const mostSquares = 8;

/** What has become of a part since its picture was kept; with `-u` a new one is kept. */
async function changeOf(name: string, picture: Picture): Promise<string[]> {
  const file = `${name.replaceAll(/\W+/g, "-")}.png`;
  const now = inSmall(picture);
  if (isRenewed) {
    await commands.writeFile(`test/components/gallery/pictures/${file}`, await pngOf(now), { encoding: "base64" });
    return [];
  }
  const url = kept[`./pictures/${file}`];
  if (url === undefined) return [`${name} has no picture yet`];
  const before = await pictureAt(url);
  const size = ({ width, height }: Picture) => `${width} × ${height}`;
  if (size(before) !== size(now)) return [`${name} was ${size(before)} and is ${size(now)} squares large`];
  const squares = differenceOf(before, now);
  return squares > mostSquares ? [`${name} is another in ${squares} squares`] : [];
}

// Each system has its own way with letters, even with the same font: elsewhere what stands above holds.
describe.runIf(server.platform === "linux")("the pictures of the gallery", () => {
  it("show every part as it was when somebody last looked at it", async () => {
    await showGallery();
    const changes: string[] = [];
    for (const colorScheme of ["dark", "light"] as const) {
      await follow({ colorScheme });
      const picture = await takePicture();
      for (const section of document.querySelectorAll("main > section")) {
        changes.push(...(await changeOf(`${section.getAttribute("aria-label")} ${colorScheme}`, picture(section))));
      }
    }
    expect(changes).toEqual([]);
  });

  it("show what opens over the window as it was", async () => {
    await showGallery();
    await page.viewport(1200, 900);
    const changes: string[] = [];
    await withEachOpen(async (name, element) => {
      for (const colorScheme of ["dark", "light"] as const) {
        await follow({ colorScheme });
        changes.push(...(await changeOf(`${name} open ${colorScheme}`, (await takePicture())(element))));
      }
    });
    expect(changes).toEqual([]);
  });
});

/** Whether a box shows more than it has room for, neither scrolled nor cut. */
function sticksOut(element: Element): boolean {
  const { overflowX, display, position } = getComputedStyle(element);
  if (overflowX !== "visible" || display.startsWith("inline") || position === "absolute") return false;
  return element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1;
}

/** Pairs of controls whose boxes share more than a line. */
function overlaps(element: Element): string[] {
  const boxes = [...element.querySelectorAll("button, input, textarea, select, [role=tab]")]
    .filter((control) => control.checkVisibility())
    .map((control) => ({ control, box: control.getBoundingClientRect() }));
  return boxes.flatMap(({ control, box }, index) =>
    boxes
      .slice(index + 1)
      .filter(({ control: other }) => !control.contains(other) && !other.contains(control))
      .filter(({ box: other }) => {
        const width = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const height = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        return width > 1 && height > 1;
      })
      .map(({ control: other }) => `${control.textContent} lies over ${other.textContent}`),
  );
}

/** How an element, and the frame around it, are outlined and filled. */
function looksOf(element: HTMLElement): string {
  return [element, element.parentElement ?? element]
    .map((one) => {
      const { outlineStyle, outlineWidth, outlineColor, borderColor, backgroundColor, boxShadow } =
        getComputedStyle(one);
      return [outlineStyle, outlineWidth, outlineColor, borderColor, backgroundColor, boxShadow].join(" ");
    })
    .join("; ");
}
