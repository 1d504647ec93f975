import { expect, type Locator } from "@playwright/test";

export interface PictureFile {
  name: string;
  type: string;
  /** Bytes in all; what follows the signature depends on the name, so that two pictures are never the same. */
  size: number;
}

/** A PNG of 4.5 MB: three of them are more than half of what a request may carry. */
export function largePicture(name: string): PictureFile {
  return { name, type: "image/png", size: 4.5 * 1024 * 1024 };
}

/** Pastes or drops files on an element, as a person would. */
export function bring(target: Locator, how: "paste" | "drop", files: PictureFile[]): Promise<void> {
  return target.evaluate(
    (element, { how, files }) => {
      const transfer = new DataTransfer();
      for (const { name, type, size } of files) {
        const bytes = new Uint8Array(size);
        let state = [...name].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) | 1;
        for (let at = 0; at < size; at += 1) {
          state = (Math.imul(state, 1_103_515_245) + 12_345) | 0;
          bytes[at] = state >>> 16;
        }
        bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
        transfer.items.add(new File([bytes], name, { type }));
      }
      const options = { bubbles: true, cancelable: true };
      if (how === "paste") {
        element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: transfer, ...options }));
        return;
      }
      element.dispatchEvent(new DragEvent("dragover", { dataTransfer: transfer, ...options }));
      element.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, ...options }));
    },
    { how, files },
  );
}

/** Drops a file of the disk in the middle of an element, through the browser: one that nothing takes is opened there. */
export async function dropFromDesktop(target: Locator, path: string): Promise<void> {
  const box = await target.boundingBox();
  expect(box).not.toBeNull();
  const { x = 0, y = 0, width = 0, height = 0 } = box ?? {};
  const session = await target.page().context().newCDPSession(target.page());
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", {
      type,
      x: x + width / 2,
      y: y + height / 2,
      data: { items: [], files: [path], dragOperationsMask: 1 },
    });
  }
  await session.detach();
}
