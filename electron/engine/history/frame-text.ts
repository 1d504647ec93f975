import type { Exchange, WireFrame } from "@shared/domain/wire/wire.ts";

/*
 * The frames of an exchange as JSON text. What a frame says stands in the response's body too, which is kept anyway:
 * where that is so, only its place in there is written down. Half of what a stream would put on the disk goes away.
 */

/** `data`, or where it stands in the body: offset and length in UTF-16 units. */
type PackedFrame = Omit<WireFrame, "data"> & ({ data: string } | { in: [from: number, length: number] });

export function packFrames({ frames, response }: Exchange): string {
  const body = response?.body ?? "";
  let from = 0;
  const packed = frames.map((frame): PackedFrame => {
    const { data, ...rest } = frame;
    const found = from < 0 ? -1 : body.indexOf(data, from);
    // One that spans lines is not in the body as it is. Not looked for again: that would take the square of its length.
    if (found < 0) {
      from = -1;
      return frame;
    }
    from = found + data.length;
    return { ...rest, in: [found, data.length] };
  });
  return JSON.stringify(packed);
}

/** @throws Error when the text is damaged. */
export function unpackFrames(text: string, response: Exchange["response"]): WireFrame[] {
  const body = response?.body ?? "";
  return (JSON.parse(text) as PackedFrame[]).map((frame) => {
    if ("data" in frame) return frame;
    const { in: place, ...rest } = frame;
    return { ...rest, data: body.slice(place[0], place[0] + place[1]) };
  });
}
