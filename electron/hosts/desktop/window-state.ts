import * as z from "zod";

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

const rectangleSchema = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
});
export const windowStateSchema = z.strictObject({ bounds: rectangleSchema.nullable(), maximized: z.boolean() });
export type WindowState = z.infer<typeof windowStateSchema>;

export const initialWindowState: WindowState = { bounds: null, maximized: false };
const smallest = { width: 900, height: 600 };
const first = { width: 1440, height: 900 };

/** How much of the window has to be on some display for a person to get hold of it, in pixels. */
const graspable = 100;

export interface WindowPlace {
  bounds: Partial<Rectangle> & { width: number; height: number };
  /** What a person may not make it smaller than. */
  smallest: { width: number; height: number };
}

/**
 * Where to open the window: never larger than its display, never beyond its edge. A place that is on no display any more
 * (a monitor was unplugged) is forgotten. `workAreas` are the displays without their bars, the primary one first.
 */
export function placeWindow({ bounds }: WindowState, workAreas: readonly Rectangle[]): WindowPlace {
  const [area = { x: 0, y: 0, ...first }] = workAreas;
  if (bounds === null) return { bounds: clamped(first, area), smallest: clamped(smallest, area) };
  const display = workAreas.find((candidate) => isGraspable(bounds, candidate));
  if (!display) return { bounds: clamped(first, area), smallest: clamped(smallest, area) };
  const size = clamped(bounds, display);
  const x = within(bounds.x, display.x, display.x + display.width - size.width);
  const y = within(bounds.y, display.y, display.y + display.height - size.height);
  return { bounds: { x, y, ...size }, smallest: clamped(smallest, display) };
}

function clamped({ width, height }: { width: number; height: number }, area: Rectangle) {
  return { width: Math.min(width, area.width), height: Math.min(height, area.height) };
}

function within(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function isGraspable(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return width >= graspable && height >= graspable && bounds.y >= area.y;
}
