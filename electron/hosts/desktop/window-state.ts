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
export const smallestWindow = { width: 900, height: 600 };
const firstWindow = { width: 1440, height: 900 };

/** How much of the window has to be on some display for a person to get hold of it, in pixels. */
const graspable = 100;

/**
 * Where to open the window. A place that is on no display any more (a monitor was unplugged) is forgotten.
 * `workAreas` are the displays without their bars.
 */
export function placeWindow({ bounds }: WindowState, workAreas: readonly Rectangle[]): Partial<Rectangle> {
  if (bounds === null || !workAreas.some((area) => overlaps(bounds, area))) return firstWindow;
  return bounds;
}

function overlaps(bounds: Rectangle, area: Rectangle): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
  return width >= graspable && height >= graspable && bounds.y >= area.y;
}
