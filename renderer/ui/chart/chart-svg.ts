const svgSpace = "http://www.w3.org/2000/svg";
const headHeight = 46;
const pad = 16;

/** Properties that make up how a chart looks, all of which SVG has as attributes too. */
const colours = ["fill", "stroke"] as const;
const plain = [
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "fill-opacity",
  "stroke-opacity",
  "opacity",
] as const;
const ofText = ["font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"] as const;

interface Head {
  title: string;
  summary: string;
}

/**
 * A chart as a file of its own: every colour resolved, no class and no variable left, on the background it was seen on,
 * its title and summary above, and what a mark says as its title.
 */
export function chartSvg(svg: SVGSVGElement, { title, summary }: Head): string {
  const width = svg.width.baseVal.value + 2 * pad;
  const height = svg.height.baseVal.value + headHeight + pad;
  const root = element("svg", { xmlns: svgSpace, width, height, viewBox: `0 0 ${width} ${height}` });
  const styles = getComputedStyle(svg);
  const background = rgbOf(styles.getPropertyValue("background-color"));
  const text = { "font-family": styles.fontFamily, x: pad };
  const colour = rgbOf(styles.color).colour;
  root.append(
    element("title", {}, title),
    element("desc", {}, summary),
    element("rect", { width, height, fill: background.colour }),
    element("text", { ...text, y: 22, fill: colour, "font-size": 14, "font-weight": 600 }, title),
    element("text", { ...text, y: 39, fill: colour, "fill-opacity": 0.75, "font-size": 12 }, summary),
  );
  const drawn = element("g", { transform: `translate(${pad} ${headHeight})` });
  for (const child of svg.children) drawn.append(resolved(child));
  root.append(drawn);
  return new XMLSerializer().serializeToString(root);
}

function resolved(from: Element): Element {
  const copy = document.createElementNS(svgSpace, from.tagName);
  for (const { name, value } of from.attributes) if (isGeometry(name)) copy.setAttribute(name, value);
  const styles = getComputedStyle(from);
  for (const name of colours) setColour(copy, name, styles.getPropertyValue(name));
  const isText = from.tagName === "text" || from.tagName === "tspan";
  for (const name of isText ? [...plain, ...ofText] : plain) {
    const value = styles.getPropertyValue(name);
    if (value !== "" && !copy.hasAttribute(name)) copy.setAttribute(name, value);
  }
  const said = from.getAttribute("aria-label");
  if (said !== null) copy.append(element("title", {}, said));
  for (const child of from.childNodes) {
    if (child instanceof Element) copy.append(resolved(child));
    else if (isText) copy.append(child.textContent ?? "");
  }
  return copy;
}

/** What says where something is; the rest is for the page: classes, focus, roles. */
function isGeometry(name: string): boolean {
  return /^(x|y|x1|x2|y1|y2|dx|dy|cx|cy|r|rx|ry|d|width|height|points|transform)$/.test(name);
}

function setColour(copy: Element, name: (typeof colours)[number], value: string): void {
  const { colour, alpha } = value === "none" ? { colour: value, alpha: 1 } : rgbOf(value);
  copy.setAttribute(name, colour);
  if (alpha < 1) copy.setAttribute(`${name}-opacity`, `${alpha}`);
}

/** A computed colour as #rrggbb: mixed ones are `color(srgb 0.1 0.2 0.3 / 0.5)`, which few programs that show SVG know. */
function rgbOf(value: string): { colour: string; alpha: number } {
  const numbers = (value.match(/[\d.]+(e-?\d+)?/g) ?? []).map(Number);
  const scale = value.startsWith("color(") ? 255 : 1;
  const [red = 0, green = 0, blue = 0, alpha = 1] = numbers;
  const hex = [red, green, blue].map((part) =>
    Math.min(255, Math.round(part * scale))
      .toString(16)
      .padStart(2, "0"),
  );
  return { colour: `#${hex.join("")}`, alpha };
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text?: string): Element {
  const made = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) if (key !== "xmlns") made.setAttribute(key, `${value}`);
  if (text !== undefined) made.textContent = text;
  return made;
}
