import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { CodeExport, ExportInput } from "@shared/domain/code/export-input.ts";
import { toPowerShell } from "@shared/domain/code/powershell.ts";
import { toLiteLlmPython, toOpenAiPython } from "@shared/domain/code/python.ts";
import { toRawHttp } from "@shared/domain/code/raw-http.ts";
import { toOpenAiTypeScript } from "@shared/domain/code/typescript.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copyProfile, listOldProfiles, type OpenedProfile, openProfile, readExportedRuns } from "./old-profile.ts";
import { type ExpectedFile, sha256 } from "./old-profile-facts.ts";
import { inWordsOfToday } from "./old-words.ts";

/*
 * The files an earlier version made of its profile: today's version has to make them again of the same profile, and to
 * take them in. Texts are compared byte by byte. JSON has to hold everything it held, at its place: a key that a later
 * version adds is no fault, nor is another order of keys. Of all of it, only `exportedAt` and the day in a file's name
 * may be others.
 */

const codes: Record<string, (input: ExportInput) => CodeExport> = {
  curl: ({ wire }) => ({ code: toCurl(wire) }),
  "openai-python": toOpenAiPython,
  "litellm-python": toLiteLlmPython,
  "openai-typescript": toOpenAiTypeScript,
  powershell: toPowerShell,
  http: toRawHttp,
};

describe.each(listOldProfiles())("files made of the profile of $name", (profile) => {
  const { expected, exports } = profile;
  const read = ({ file }: Pick<ExpectedFile, "file">) => readFileSync(join(exports, file), "utf8");
  let copy: ReturnType<typeof copyProfile>;
  let opened: OpenedProfile;
  beforeAll(async () => {
    copy = copyProfile(profile.name);
    opened = await openProfile(copy.folder);
  });
  afterAll(async () => {
    await opened.close();
    copy.remove();
  });

  /** The same file as this version makes it. */
  async function make(file: ExpectedFile): Promise<{ text: string; fileName?: string; mediaType?: string }> {
    switch (file.route) {
      case "history.export": {
        const ids = file.ids ?? readExportedRuns(profile).map(({ record }) => record.id);
        return opened.call("history.export", { which: { ids }, format: file.format });
      }
      case "cassette.export":
        return opened.call("cassette.export", { runId: file.runId });
      case "inputs.export": {
        const { libraries } = await opened.call("settings.get", {});
        const { connection } = libraries.find(({ id }) => id === file.prompt.library) ?? {};
        const place = connection ? { connection: connection.id } : {};
        const { name, json } = await opened.call("inputs.export", { prompt: { ...file.prompt, ...place } });
        return { text: json, fileName: name };
      }
      case "gateway.export":
        return opened.call("gateway.export", { variants: file.variants });
      case null: {
        const { plan, exchanges } = (await opened.call("history.get", { runId: file.runId })).record;
        const wire = exchanges.findLast(({ kind }) => kind === "provider")?.request;
        const toCode = codes[file.code];
        if (!plan || !wire || !toCode) throw new Error(`Nothing makes ${file.file}.`);
        const made = toCode({ wire, plan });
        return { text: "code" in made ? made.code : made.unavailable };
      }
    }
  }

  it("are the ones that were recorded (a fixture that is written again says nothing about old files)", () => {
    const changed = expected.exports.filter((file) => sha256(read(file)) !== file.sha256);
    expect(changed.map(({ file }) => file)).toEqual([]);
  });

  it.each(expected.exports)("$file is made again with the same content", async (file) => {
    const made = await make(file);
    const withoutDay = (name: string | undefined) => name?.replace(/\d{4}-\d\d-\d\d/, "<day>");
    expect(withoutDay(made.fileName)).toBe(withoutDay(file.fileName));
    expect(made.mediaType).toBe(file.mediaType);
    if (!/\.(json|har)$/.test(file.file)) expect(asSaved(made.text)).toBe(read(file));
    else expect(JSON.parse(made.text)).toMatchObject(withoutTime(inWordsOfToday(JSON.parse(read(file)))));
  });

  it("every recorded answer is played again to the same end (a decoder that reads old bytes in another way)", async () => {
    const played = Object.entries(expected.runs).filter(([, { replay }]) => replay !== null);
    expect(played.length).toBeGreaterThan(0);
    for (const [id, { shows, replay }] of played) {
      const { output } = (await opened.call("history.get", { runId: id })).record;
      const { runId } = await opened.call("cassette.replay", { source: { runId: id }, speed: "fast" });
      const again = await opened.follow(runId);
      const { outcome } = again;
      const errorCode = outcome && "error" in outcome ? outcome.error.code : null;
      expect({ outcome: outcome?.kind, errorCode }, shows).toEqual(replay);
      expect(again.output, shows).toMatchObject(output);
    }
  });

  it("a written gateway config has no mistake today (its keys are those of the settings)", async () => {
    const text = read({ file: "gateway-config.yaml" });
    expect(await opened.call("gateway.check", { text, drift: false })).toEqual([]);
  });

  describe("in an empty profile", () => {
    let emptyFolder: ReturnType<typeof copyProfile>;
    let empty: OpenedProfile;
    beforeAll(async () => {
      emptyFolder = copyProfile(null);
      empty = await openProfile(emptyFolder.folder);
    });
    afterAll(async () => {
      await empty.close();
      emptyFolder.remove();
    });

    it("exported runs are taken in whole (a file of an older form that is refused or loses what it held)", async () => {
      const runs = readExportedRuns(profile);
      const text = read({ file: "runs.json" });
      expect(await empty.call("history.import", { text })).toEqual({ added: runs.length, skipped: 0 });
      for (const { record, notes } of runs) {
        const { sequence: _own, ...kept } = record;
        const run = await empty.call("history.get", { runId: record.id });
        expect(run, expected.runs[record.id]?.shows).toMatchObject({ record: kept, notes });
      }
      const { runs: rows } = await empty.call("history.list", { filter: {}, limit: 200 });
      expect(rows.map(({ id }) => id)).toEqual(runs.map(({ record }) => record.id));
    });

    it.each(expected.exports.filter(({ route }) => route === "cassette.export"))(
      "$file plays the answer of its run",
      async (file) => {
        const { runId } = await empty.call("cassette.replay", { source: { text: read(file) }, speed: "fast" });
        const played = await empty.follow(runId);
        const recorded = readExportedRuns(profile).find(({ record }) => "runId" in file && record.id === file.runId);
        expect(played.output).toMatchObject(recorded?.record.output ?? {});
        expect(played.outcome?.kind).toBe(recorded?.record.outcome?.kind);
      },
    );

    it("exported inputs are taken in, odd values too", async () => {
      const files = expected.exports.filter((file) => file.route === "inputs.export");
      expect(files.length).toBeGreaterThan(0);
      for (const file of files) {
        const inputs = await empty.call("inputs.import", { prompt: file.prompt, json: read(file) });
        const saved = expected.inputs.find(({ prompt }) => JSON.stringify(prompt) === JSON.stringify(file.prompt));
        expect(inputs).toMatchObject(saved?.inputs.map(({ id: _own, ...values }) => values) ?? []);
      }
    });
  });
});

/** A file is UTF-8, which has no lone surrogates. */
function asSaved(text: string): string {
  return Buffer.from(text).toString();
}

function withoutTime(file: object): object {
  return "exportedAt" in file ? { ...file, exportedAt: expect.any(Number) } : file;
}
