import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { removeUnusedPictures, withPictureTokens, withWholePictures } from "@engine/store/picture-references.ts";
import { createPictureStore } from "@engine/store/picture-store.ts";
import {
  fillTokens,
  isKeptPicture,
  pictureBase64,
  pictureReference,
  pictureToken,
} from "@shared/domain/message/picture.ts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

const picture = `data:image/png;base64,${"iVBOR".repeat(400)}==`;
const other = `data:image/jpeg;base64,${"/9j/4".repeat(400)}`;
const hash = createHash("sha256").update(picture).digest("hex");

async function openStore() {
  const folder = join(await temporaryFolder(), "pictures");
  return { folder, pictures: createPictureStore(folder) };
}

describe("pictures of the profile", () => {
  it("are one private file each, however often they are kept, and come back as they were", async () => {
    const { folder, pictures } = await openStore();
    expect(await pictures.keep(picture)).toBe(hash);
    expect(await pictures.keep(picture)).toBe(hash);
    expect(await readdir(folder)).toEqual([hash]);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, hash))).mode & 0o777).toBe(0o600);
    expect(await createPictureStore(folder).find(hash)).toBe(picture);
  });

  it("a damaged file is no picture, and keeping the picture again mends it", async () => {
    const { folder, pictures } = await openStore();
    await pictures.keep(picture);
    await writeFile(join(folder, hash), picture.slice(0, -10));
    expect(await pictures.find(hash)).toBeUndefined();
    await pictures.keep(picture);
    expect(await readFile(join(folder, hash), "utf8")).toBe(picture);
  });

  it("go when nothing refers to them any more, though not those kept lately", async () => {
    const { folder, pictures } = await openStore();
    const used = await pictures.keep(picture);
    const old = await pictures.keep(other);
    const late = await pictures.keep(`data:image/gif;base64,${"R0lG".repeat(400)}`);
    const longAgo = new Date("2020-01-01");
    for (const name of [used, old]) await utimes(join(folder, name), longAgo, longAgo);
    await removeUnusedPictures(pictures, { images: [pictureReference(used)] });
    expect((await readdir(folder)).sort()).toEqual([used, late].sort());
  });

  it("a first start without a folder is no trouble", async () => {
    const { pictures } = await openStore();
    await removeUnusedPictures(pictures, {});
    expect(await pictures.find(hash)).toBeUndefined();
  });

  it("a folder that cannot be written is told as such", async () => {
    const { folder, pictures } = await openStore();
    await mkdir(join(folder, ".."), { recursive: true });
    await writeFile(folder, "no folder");
    await expect(pictures.keep(picture)).rejects.toMatchObject({ error: { code: "storage_failed" } });
  });
});

describe("references to pictures", () => {
  it("are whole again in a request; one whose file is gone stays and is named later", async () => {
    const { pictures } = await openStore();
    await pictures.keep(picture);
    const gone = pictureReference("0".repeat(64));
    const value = { images: [pictureReference(hash), gone, "text"], n: 1 };
    expect(await withWholePictures(value, pictures)).toEqual({ images: [picture, gone, "text"], n: 1 });
  });

  it("an answer carries no picture of its request that is kept, and is filled to the same characters", async () => {
    const { pictures } = await openStore();
    await pictures.keep(picture);
    const request = { images: [picture, other] };
    const body = JSON.stringify({ url: picture, bare: pictureBase64(picture), other });
    const answer = { body, messages: [picture, other] };
    const short = await withPictureTokens(answer, request, pictures);
    expect(JSON.stringify(short)).not.toContain(pictureBase64(picture));
    expect(short.body).toContain(pictureToken(hash));
    expect(short.messages[1]).toBe(other);
    expect(fillTokens(short.body, () => picture)).toBe(body);
    expect(answer.body).toBe(body);
  });

  it.each([
    ["a small one", `data:image/png;base64,${"A".repeat(900)}`],
    ["SVG", `data:image/svg+xml;base64,${"A".repeat(2_000)}`],
    ["one that is no base64", `data:image/png;base64,${"A".repeat(2_000)}\ud800`],
    ["one over the limit of a picture", `data:image/png;base64,${"A".repeat(8_000_000)}`],
  ])("%s stays where it is", (_name, url) => expect(isKeptPicture(url)).toBe(false));
});
