import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { BackupSection } from "../../../renderer/features/settings/BackupSection.tsx";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { show, startStores } from "../show.tsx";

const found = { createdAt: 1_790_000_000_000, files: 12, bytes: 1_500_000, runs: 3 };

async function showSection(answers: FakeAnswers = {}) {
  const fake = startStores(
    {
      "backup.restored": null,
      "backup.take": null,
      "backup.look": found,
      "backup.restore": { aside: "/profile/before-restore-1" },
      "backup.forget": null,
      ...answers,
    },
    {
      async *"backup.write"() {
        yield { data: btoa("first ") };
        yield { data: btoa("second \u00ff") };
      },
    },
  );
  return { fake, screen: await show(<BackupSection />) };
}

/** A file of somewhat more than one piece, with every byte in it. */
const bytes = Uint8Array.from({ length: 1_500_000 }, (_, at) => at & 0xff);

afterEach(() => vi.restoreAllMocks());

describe("backup in the settings", () => {
  it("puts the pieces together byte for byte and says how much it was", async () => {
    const made: Blob[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
    vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
      if (blob instanceof Blob) made.push(blob);
      return "blob:x";
    });
    const { screen } = await showSection();
    await screen.getByRole("button", { name: "Back up" }).click();
    await expect.element(screen.getByRole("status")).toMatchTextContent("14 B written.");
    const text = new TextDecoder("latin1").decode(await made[0]?.arrayBuffer());
    expect(text).toBe("first second \u00ff");
  });

  it("hands a backup over in pieces, says what it is, and replaces nothing before a yes", async () => {
    const { screen, fake } = await showSection();
    await userEvent.upload(screen.getByLabelText("Backup to restore"), new File([bytes], "a.backup"));
    await expect.element(screen.getByText(/is whole: 3 runs, 1\.4 MB/)).toBeVisible();
    const taken = fake.inputsOf("backup.take");
    expect(taken.map(({ at }) => at)).toEqual([0, 1_048_576]);
    const sent = taken.map(({ data }) => atob(data)).join("");
    expect(sent.length).toBe(bytes.length);
    expect(Uint8Array.from(sent, (character) => character.charCodeAt(0))).toEqual(bytes);
    expect(fake.inputsOf("backup.restore")).toEqual([]);
    await screen.getByRole("button", { name: "Replace at the next start" }).click();
    await expect.element(screen.getByText(/Stop Promptscope and start it again/)).toBeVisible();
    await expect.element(screen.getByText(/before-restore-1/)).toBeVisible();
  });

  it("forgets one that is not wanted, and says why one cannot be used", async () => {
    const { screen, fake } = await showSection();
    const upload = () => userEvent.upload(screen.getByLabelText("Backup to restore"), new File(["x"], "a.backup"));
    await upload();
    await screen.getByRole("button", { name: "Leave everything as it is" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("backup.forget")).toHaveLength(1));
    expect(screen.getByText(/is whole/).query()).toBeNull();
    fake.answer({
      "backup.take": () => {
        throw new AppFailure("invalid_input", { message: "This backup cannot be used: it was changed or damaged." });
      },
    });
    await upload();
    await expect.element(screen.getByText(/it was changed or damaged/)).toBeVisible();
    expect(fake.inputsOf("backup.restore")).toEqual([]);
  });

  it("says after a start that a backup took its place, and where the profile of before is", async () => {
    const { screen } = await showSection({ "backup.restored": "The backup is in place." });
    await expect.element(screen.getByText("The backup is in place.")).toBeVisible();
  });
});
