import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pictureReference, pictureToken } from "@shared/domain/message/picture.ts";
import type { HistoryPage, RunSummary } from "@shared/domain/run/history.ts";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { copyProfile, listOldProfiles, type OpenedProfile, openProfile, readExportedRuns } from "./old-profile.ts";
import { factsOf, settingsFactsOf, sha256 } from "./old-profile-facts.ts";
import { draftOfToday } from "./old-words.ts";
import { runRequest } from "./open-engine.ts";

/*
 * Profiles of earlier versions, opened by the code of today (MIG-1). What was there has to be there unchanged; what a
 * later version adds to an answer is no fault.
 */

describe.each(listOldProfiles())("the profile of $name", (profile) => {
  const { expected, name } = profile;
  let copy: ReturnType<typeof copyProfile>;
  let opened: OpenedProfile;
  beforeAll(async () => {
    copy = copyProfile(name);
    opened = await openProfile(copy.folder);
  });
  afterAll(async () => {
    await opened.close();
    copy.remove();
  });

  async function listAll(limit: number): Promise<RunSummary[]> {
    const rows: RunSummary[] = [];
    for (let before: HistoryPage["next"] | undefined; before !== null; ) {
      const page = await opened.call("history.list", { filter: {}, limit, ...(before ? { before } : {}) });
      rows.push(...page.runs);
      before = page.next;
    }
    return rows;
  }

  it("opens without damage and writable (a migration that fails leaves it read-only; a salvage loses runs)", async () => {
    expect(await opened.call("history.status", {})).toMatchObject(expected.status);
    expect(opened.problems).toEqual([]);
  });

  it("lists every run in its old order with its old facts, page by page (a column dropped or filled anew)", async () => {
    const rows = await listAll(10);
    expect(rows.map(({ id }) => id)).toEqual(expected.order);
    expect(rows).toMatchObject(expected.rows);
  });

  it("offers the same choices to filter by (prompts of one name in two sources run together)", async () => {
    expect(await opened.call("history.facets", {})).toMatchObject(expected.facets);
  });

  it("finds the same runs for every search and filter (an index that is built anew without the old runs)", async () => {
    const found = expected.searches.map(async ({ filter }) => {
      const { runs } = await opened.call("history.list", { filter, limit: 200 });
      return { filter, ids: runs.map(({ id }) => id) };
    });
    expect(await Promise.all(found)).toEqual(expected.searches);
  });

  it("opens every run whole: request, messages, exchanges, frames, notes (a blob or a part of a document is lost)", async () => {
    const exported = readExportedRuns(profile);
    expect(exported.length).toBeGreaterThan(0);
    for (const run of exported) {
      const { id } = run.record;
      expect(await opened.call("history.get", { runId: id }), expected.runs[id]?.shows).toMatchObject({ ...run });
    }
  });

  it("says of every run how it ended, what it cost and what was sent (also of the run too large for the exports)", async () => {
    for (const id of expected.order) {
      const { shows, replay: _replay, ...facts } = expected.runs[id] ?? Object.create(null);
      expect(factsOf(await opened.call("history.get", { runId: id })), shows).toMatchObject(facts);
    }
  });

  it("shows what a crash cut short with the words that had come (parts of an older form that are thrown away)", async () => {
    const before = copyProfile(name);
    onTestFinished(before.remove);
    const database = new DatabaseSync(join(before.folder, "history.db"), { readOnly: true });
    const cut = database.prepare("SELECT id FROM runs WHERE state = 'running'").all();
    database.close();
    expect(cut.length).toBeGreaterThan(0);
    for (const { id } of cut) {
      const { record } = await opened.call("history.get", { runId: String(id) });
      expect(record).toMatchObject({ state: "interrupted", output: { text: expect.stringMatching(/^Hello/) } });
      expect(record.outcome).toBeUndefined();
    }
  });

  it("keeps deleted what was deleted (an old mark that is not understood brings it back)", async () => {
    expect(expected.deleted.length).toBeGreaterThan(0);
    for (const runId of expected.deleted) {
      await expect(opened.call("history.get", { runId })).rejects.toMatchObject({ cause: { code: "not_found" } });
    }
  });

  it("has preferences, connections and keys as they were (a key bound to another address is lost)", async () => {
    const { withKeyRing } = expected.settings;
    expect(settingsFactsOf(await opened.call("settings.get", {}), withKeyRing)).toMatchObject(withKeyRing);
  });

  it("without the key ring its keys are locked and not forgotten", async () => {
    const { withoutKeyRing, withKeyRing } = expected.settings;
    const other = copyProfile(name);
    onTestFinished(other.remove);
    const locked = await openProfile(other.folder, []);
    expect(settingsFactsOf(await locked.call("settings.get", {}), withoutKeyRing)).toMatchObject(withoutKeyRing);
    await locked.close();
    const unlocked = await openProfile(other.folder);
    expect(settingsFactsOf(await unlocked.call("settings.get", {}), withKeyRing)).toMatchObject(withKeyRing);
    await unlocked.close();
  });

  it("has the draft, the saved inputs and the prices as they were (a stricter schema puts the file aside)", async () => {
    const { libraries } = await opened.call("settings.get", {});
    const connection = libraries.find(({ id }) => id === "langfuse")?.connection?.id ?? "none";
    expect(await opened.call("draft.get", {})).toMatchObject(draftOfToday(expected.draft, connection));
    expect(await opened.call("prices.list", {})).toMatchObject(expected.prices);
    for (const { prompt, inputs } of expected.inputs) {
      // They belong to the connection that is set up in the profile.
      const place = prompt.library === "langfuse" ? { connection } : {};
      expect(await opened.call("inputs.list", { prompt: { ...prompt, ...place } })).toMatchObject(inputs);
    }
  });

  it("has every picture, and runs refer to it (a picture the draft uses is swept away as unused)", async () => {
    expect(expected.pictures.some(({ sentBy }) => sentBy.length > 0)).toBe(true);
    const draft = JSON.stringify(await opened.call("draft.get", {}));
    for (const { hash, sha256: content, sentBy } of expected.pictures) {
      expect(draft).toContain(pictureReference(hash));
      const { url } = await opened.call("pictures.get", { hash });
      expect(sha256(url ?? "")).toBe(content);
      for (const runId of sentBy) {
        const { request, exchanges } = await opened.call("run.get", { runId });
        expect(JSON.stringify(request)).toContain(pictureReference(hash));
        expect(exchanges[0]?.request.body).toContain(pictureToken(hash));
      }
    }
  });

  it("has the gateway's config, which still starts, and opens its calls (a key of the config that is refused now)", async () => {
    const { config, outline, check, recovered } = expected.gateway;
    expect(await opened.call("gateway.config.get", {})).toMatchObject(config);
    expect(await opened.call("gateway.check", { text: config.text, drift: false })).toEqual(check);
    for (const { runId, ...call } of recovered) {
      expect(await opened.call("gateway.recover", { runId })).toMatchObject(call);
    }
    const { models } = await opened.call("gateway.start", {
      text: config.text,
      options: { ...config.options, port: 0 },
    });
    expect(models).toEqual(outline.models.map((model) => model.name));
    await opened.call("gateway.stop", {});
  });

  it("takes a new run on top of the old ones and has all of them at the next start (numbers that begin anew)", async () => {
    const other = copyProfile(name);
    onTestFinished(other.remove);
    const first = await openProfile(other.folder);
    const { runId } = await first.call("run.start", runRequest({ model: "demo/storyteller" }));
    expect((await first.follow(runId)).outcome?.kind).toBe("completed");
    await first.close();
    const second = await openProfile(other.folder);
    const { runs } = await second.call("history.list", { filter: {}, limit: 200 });
    expect(runs.map(({ id }) => id)).toEqual([runId, ...expected.order]);
    expect(await second.call("history.status", {})).toMatchObject({ problem: null, notices: [] });
    await second.close();
  });
});
