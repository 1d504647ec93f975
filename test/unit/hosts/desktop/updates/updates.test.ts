import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it } from "vitest";
import type { Ask } from "../../../../../electron/hosts/desktop/page-trouble.ts";
import { UpdateFailure, type UpdateFeed } from "../../../../../electron/hosts/desktop/updates/update-feed.ts";
import { createUpdates } from "../../../../../electron/hosts/desktop/updates/updates.ts";

/** A person who answers each question as told, in order: 0 is the first button. */
function talk(answers: (number | Promise<number>)[], own: Partial<UpdateFeed> = {}, mayLeave = true) {
  const said: string[] = [];
  const done: string[] = [];
  const ask: Ask = async ({ message, detail, buttons }) => {
    said.push(`${message}. ${detail} [${buttons.join(", ")}]`);
    return { response: (await answers.shift()) ?? 1 };
  };
  const feed: UpdateFeed = {
    check: async () => "0.2.0",
    async download(_signal, onProgress) {
      done.push("download");
      onProgress(1);
    },
    install: () => {
      done.push("install");
      return new Promise(() => undefined);
    },
    ...own,
  };
  const updates = createUpdates({
    version: "0.1.0",
    openFeed: async () => feed,
    ask,
    onProgress: (part) => done.push(`progress ${part}`),
    async leave() {
      done.push("leave");
      return mayLeave;
    },
    startAgain: () => done.push("start again"),
  });
  return { updates, said, done };
}

const offered = "Promptscope 0.2.0 is there. This is 0.1.0. It is installed when you say so. [Download, Later]";
const fetched =
  "Promptscope 0.2.0 has been fetched. Promptscope ends and starts as the new version. [Install and Restart, Later]";
const fetching = ["progress 0", "download", "progress 1", "progress null"];

describe("a look for a newer version", () => {
  it.each([
    ["does nothing where it is left for later", [1], true, [offered], []],
    ["fetches and installs nothing where that is left for later", [0, 1], true, [offered, fetched], fetching],
    [
      "installs nothing while something runs that the person stays for",
      [0, 0],
      false,
      [offered, fetched],
      [...fetching, "leave"],
    ],
  ] as const)("%s", async (_what, answers, mayLeave, asked, done) => {
    const person = talk([...answers], {}, mayLeave);
    await person.updates.check();
    expect([person.said, person.done]).toEqual([asked, done]);
  });

  it("ends in an install once all is said yes to and all is closed", async () => {
    const installing = Promise.withResolvers<void>();
    const install = () => {
      person.done.push("install");
      installing.resolve();
      return new Promise<never>(() => undefined);
    };
    const person = talk([0, 0], { install });
    void person.updates.check();
    await installing.promise;
    expect(person.done).toEqual([...fetching, "leave", "install"]);
  });

  it("says that there is none", async () => {
    const person = talk([], { check: async () => null });
    await person.updates.check();
    expect(person.said).toEqual(["There is no newer version. This is Promptscope 0.1.0. [OK]"]);
  });

  it.each([
    ["check", "Promptscope could not look for a newer version"],
    ["download", "The newer version could not be fetched"],
  ] as const)("tells of a failed %s, and can be tried again", async (stage, heading) => {
    let fails = true;
    const work = async () => {
      if (fails) throw new UpdateFailure(stage, "The feed answered 500.", "Try again later.");
      return "0.2.0";
    };
    const person = talk([0, 1], { [stage]: work });
    await person.updates.check();
    expect(person.said.at(-1)).toBe(`${heading}. The feed answered 500. Try again later. [OK]`);
    fails = false;
    await person.updates.check();
    expect(person.said.at(-1)).toContain("Promptscope 0.2.0");
  });

  // All is closed by then: a window without an engine behind it would be left.
  it("starts this version again where the install failed", async () => {
    const install = () => Promise.reject(new UpdateFailure("install", "No room.", "Make some."));
    const person = talk([0, 0, 0], { install });
    await person.updates.check();
    expect(person.said.at(-1)).toBe("The newer version could not be installed. No room. Make some. [OK]");
    expect(person.done.at(-1)).toBe("start again");
  });

  it("asked for again says how far the download is, and stops it without a word of failure", async () => {
    const begun = Promise.withResolvers<void>();
    const download: UpdateFeed["download"] = (signal, onProgress) => {
      onProgress(0.456);
      begun.resolve();
      return new Promise((_, fail) => signal.addEventListener("abort", () => fail(new AppFailure("cancelled"))));
    };
    const person = talk([0, 0, 1], { download });
    const first = person.updates.check();
    await begun.promise;
    await person.updates.check();
    await person.updates.check();
    await first;
    const howFar = "The newer version is being fetched: 45 %. It is installed when you say so. [Go On, Stop]";
    expect(person.said).toEqual([offered, howFar, howFar]);
    expect(person.done.at(-1)).toBe("progress null");
  });
});
