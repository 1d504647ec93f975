import { commands, page } from "vitest/browser";
import type { Media } from "../media-command.ts";

declare module "vitest/browser" {
  interface BrowserCommands {
    emulate(media: Media): Promise<void>;
  }
}

/** Colours of a rectangle on the page, four numbers a pixel. */
export interface Picture {
  width: number;
  height: number;
  colours: Uint8ClampedArray;
}

/** Two frames, so that what was told to the page has been drawn. */
export async function drawn(): Promise<void> {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
}

/** What the page follows, until the test is over. */
export async function follow(media: Media): Promise<void> {
  await commands.emulate(media);
  await drawn();
}

/**
 * What the page shows now, to be cut by the boxes of its elements: one picture for all of them, since each costs a frame of
 * the whole window.
 */
export async function takePicture(): Promise<(element: Element) => Picture> {
  await drawn();
  const canvas = await canvasOf(`data:image/png;base64,${await page.screenshot({ save: false })}`);
  const scale = canvas.width / window.innerWidth;
  return (element) => {
    const box = element.getBoundingClientRect();
    const [x, y] = [Math.floor(box.x * scale), Math.floor(box.y * scale)];
    const [width, height] = [Math.max(1, Math.ceil(box.width * scale)), Math.max(1, Math.ceil(box.height * scale))];
    return { width, height, colours: contextOf(canvas).getImageData(x, y, width, height).data };
  };
}

/** How far a pixel's colour is from another's, 0 to 1 for each of three colours. */
function distance(a: Uint8ClampedArray, b: Uint8ClampedArray, at: number, from = at): number {
  let sum = 0;
  for (let colour = 0; colour < 3; colour++) sum += Math.abs((a[at + colour] ?? 0) - (b[from + colour] ?? 0)) / 255;
  return sum;
}

/** Pixels that can be told from the first one, as from what is behind everything else. */
export function inkOf({ colours }: Picture): number {
  let ink = 0;
  for (let at = 0; at < colours.length; at += 4) if (distance(colours, colours, at, 0) > 0.25) ink++;
  return ink;
}

/** Pixels along the edge of a picture that can be told from the first one. */
export function edgeInkOf({ width, height, colours }: Picture): number {
  let ink = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isEdge = x < 3 || y < 3 || x >= width - 3 || y >= height - 3;
      if (isEdge && distance(colours, colours, (y * width + x) * 4, 0) > 0.25) ink++;
    }
  }
  return ink;
}

/** Pixels in which two pictures of the same size can be told from each other. */
export function differenceOf(a: Picture, b: Picture): number {
  let difference = 0;
  for (let at = 0; at < Math.max(a.colours.length, b.colours.length); at += 4) {
    if (distance(a.colours, b.colours, at) > 0.25) difference++;
  }
  return difference;
}

/** A picture is kept so many times smaller: what remains is where something stands and in which colour, not how a system draws letters. */
const shrunk = 4;

/** The picture in small, each pixel the mean of a square. */
export function inSmall({ width, height, colours }: Picture): Picture {
  const [columns, rows] = [Math.floor(width / shrunk), Math.floor(height / shrunk)];
  const small = new Uint8ClampedArray(columns * rows * 4).fill(255);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (let colour = 0; colour < 3; colour++) {
        let sum = 0;
        for (let y = 0; y < shrunk; y++) {
          for (let x = 0; x < shrunk; x++) {
            sum += colours[((row * shrunk + y) * width + column * shrunk + x) * 4 + colour] ?? 0;
          }
        }
        small[(row * columns + column) * 4 + colour] = sum / shrunk ** 2;
      }
    }
  }
  return { width: columns, height: rows, colours: small };
}

/** The bytes of a picture as a PNG, as base64. */
export async function pngOf({ width, height, colours }: Picture): Promise<string> {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(new ImageData(new Uint8ClampedArray(colours), width, height), 0, 0);
  const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
  return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
}

/** The picture at an address. */
export async function pictureAt(url: string): Promise<Picture> {
  const canvas = await canvasOf(url);
  const { width, height } = canvas;
  return { width, height, colours: contextOf(canvas).getImageData(0, 0, width, height).data };
}

async function canvasOf(url: string): Promise<OffscreenCanvas> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  contextOf(canvas).drawImage(bitmap, 0, 0);
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("There is no canvas here.");
  return context;
}
