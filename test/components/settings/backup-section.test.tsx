import type { BackupMaking, BackupReading } from "@shared/domain/backup.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { BackupSection } from "../../../renderer/features/settings/BackupSection.tsx";
import { useApp } from "../../../renderer/stores/app.ts";
import type { FakeAnswers, FakeStreams } from "../../fakes/routes/client.ts";
import { show, startStores } from "../show.tsx";

const found = { createdAt: 1_790_000_000_000, files: 12, bytes: 1_500_000, runs: 3 };

async function showSection(answers: FakeAnswers = {}, streams: FakeStreams = {}, choosesFiles = false) {
  const fake = startStores(
    {
      "backup.restored": null,
      "backup.restore": { aside: "/profile/before-restore-1" },
      "backup.forget": null,
      ...answers,
    },
    streams,
  );
  const host = choosesFiles ? "desktop" : "web";
  const info = { name: "Promptscope", version: "0", platform: "linux", opensLinks: choosesFiles } as const;
  useApp.setState({ info: { ...info, host, choosesFiles } });
  return { fake, screen: await show(<BackupSection />) };
}

/** A file of somewhat more than one piece, with every byte in it. */
const bytes = Uint8Array.from({ length: 1_500_000 }, (_, at) => at & 0xff);

/** Resolves when the page has left the stream. */
const left = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));

afterEach(() => vi.restoreAllMocks());

describe("a backup is made", () => {
  it("in the browser, which fetches it from the host: the page has no byte of it, and shows how far it is", async () => {
    const fetched: [string | null, string][] = [];
    vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
      fetched.push([this.getAttribute("href"), this.download]);
    });
    const taken = Promise.withResolvers<void>();
    const { screen } = await showSection(
      {},
      {
        async *"backup.write"(): AsyncGenerator<BackupMaking> {
          yield { kind: "copying", bytes: 1_048_576, of: 4_194_304 };
          yield { kind: "offered", path: "/download/once", name: "promptscope-2026-11-29.backup" };
          yield { kind: "writing", bytes: 2_097_152, of: 8_388_608 };
          await taken.promise;
          yield { kind: "written", bytes: 8_388_608, path: null };
        },
      },
    );
    await screen.getByRole("button", { name: "Back up" }).click();
    await expect.element(screen.getByText("Writing the backup, 2.0 MB of 8.0 MB")).toBeVisible();
    await expect
      .element(screen.getByRole("progressbar", { name: "Writing the backup" }))
      .toHaveAttribute("value", "2097152");
    // What is read out does not change with each megabyte.
    expect(screen.getByRole("status").element().textContent).toBe("Writing the backup");
    expect(fetched).toEqual([["/download/once", "promptscope-2026-11-29.backup"]]);
    await expect.element(screen.getByRole("button", { name: "Restore…" })).toBeDisabled();
    taken.resolve();
    await expect.element(screen.getByRole("status")).toMatchTextContent("8.0 MB handed to the browser");
    await expect.element(screen.getByRole("button", { name: "Back up" })).toBeEnabled();
  });

  it("on the desktop where the dialog said, which is told; a dialog that is closed leaves everything as it was", async () => {
    const steps: BackupMaking[][] = [
      [{ kind: "declined" }],
      [{ kind: "written", bytes: 1_500, path: "/home/ada/a.backup" }],
    ];
    const streams = {
      async *"backup.write"() {
        yield* steps.shift() ?? [];
      },
    };
    const { screen, fake } = await showSection({}, streams, true);
    const button = screen.getByRole("button", { name: "Back up…" });
    await button.click();
    await vi.waitFor(() => expect(fake.inputsOf("backup.write")).toHaveLength(1));
    await expect.element(button).toBeEnabled();
    expect(screen.getByRole("status").element().textContent).toBe("");
    await button.click();
    await expect.element(screen.getByRole("status")).toMatchTextContent("1.5 KB written to /home/ada/a.backup.");
  });

  it("until it is stopped: the stream is left, and nothing is said of what it told later", async () => {
    let isLeft = false;
    const { screen } = await showSection(
      {},
      {
        async *"backup.write"(_input, signal): AsyncGenerator<BackupMaking> {
          yield { kind: "copying", bytes: 0, of: 4_096 };
          await left(signal);
          isLeft = true;
          yield { kind: "written", bytes: 4_096, path: "/late" };
        },
      },
    );
    await screen.getByRole("button", { name: "Back up" }).click();
    await screen.getByRole("button", { name: "Stop" }).click();
    await vi.waitFor(() => expect(isLeft).toBe(true));
    await expect.element(screen.getByRole("button", { name: "Back up" })).toBeEnabled();
    expect(screen.getByRole("status").element().textContent).toBe("");
  });

  it("and fails in words", async () => {
    const failure = new AppFailure("storage_failed", {
      message: "/usb/a.backup could not be written: the disk is full.",
    });
    const { screen } = await showSection(
      {},
      {
        // biome-ignore lint/correctness/useYield: it fails before it has anything to tell.
        async *"backup.write"(): AsyncGenerator<BackupMaking> {
          throw failure;
        },
      },
    );
    await screen.getByRole("button", { name: "Back up" }).click();
    await expect.element(screen.getByText(/the disk is full/)).toBeVisible();
  });
});

describe("a backup is restored", () => {
  /** Takes what the page hands over, and tells `then`. */
  const reading = (then: () => AsyncIterable<BackupReading> | Iterable<BackupReading>) => ({
    async *"backup.read"(): AsyncGenerator<BackupReading> {
      yield { kind: "wanted", path: "/upload/once" };
      yield* then();
    },
  });

  it("handed over by the browser, says what it is, and replaces nothing before a yes", async () => {
    const { screen, fake } = await showSection(
      {},
      reading(async function* () {
        yield { kind: "checking" };
        yield { kind: "found", found };
      }),
    );
    await userEvent.upload(screen.getByLabelText("Backup to restore"), new File([bytes], "a.backup"));
    await expect.element(screen.getByText(/is whole: 3 runs, 1\.4 MB/)).toBeVisible();
    expect(fake.sent.map(({ path, file }) => [path, file.size])).toEqual([["/upload/once", 1_500_000]]);
    expect(fake.inputsOf("backup.restore")).toEqual([]);
    await screen.getByRole("button", { name: "Replace at the next start" }).click();
    await expect.element(screen.getByText(/Stop Promptscope and start it again/)).toBeVisible();
    await expect.element(screen.getByText(/before-restore-1/)).toBeVisible();
  });

  it("by the host where that chooses files: the page is told how far it is and what was found", async () => {
    const checked = Promise.withResolvers<void>();
    const streams = {
      async *"backup.read"(): AsyncGenerator<BackupReading> {
        yield { kind: "reading", bytes: 1_048_576, of: 2_097_152 };
        yield { kind: "checking" };
        await checked.promise;
        yield { kind: "found", found };
      },
    };
    const { screen, fake } = await showSection({}, streams, true);
    await screen.getByRole("button", { name: "Restore…" }).click();
    await expect.element(screen.getByText("Checking the backup…")).toBeVisible();
    checked.resolve();
    await expect.element(screen.getByText(/is whole: 3 runs/)).toBeVisible();
    expect(fake.sent).toEqual([]);
  });

  it("forgets one that is not wanted, and says why one cannot be used", async () => {
    const told: (() => AsyncIterable<BackupReading>)[] = [
      async function* () {
        yield { kind: "found", found };
      },
      // biome-ignore lint/correctness/useYield: it is refused before anything is found.
      async function* () {
        throw new AppFailure("invalid_input", { message: "This backup cannot be used: it was changed or damaged." });
      },
    ];
    const { screen, fake } = await showSection(
      {},
      reading(() => told.shift()?.() ?? []),
    );
    const upload = () => userEvent.upload(screen.getByLabelText("Backup to restore"), new File(["x"], "a.backup"));
    await upload();
    await screen.getByRole("button", { name: "Leave everything as it is" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("backup.forget")).toHaveLength(1));
    expect(screen.getByText(/is whole/).query()).toBeNull();
    await upload();
    await expect.element(screen.getByText(/it was changed or damaged/)).toBeVisible();
    expect(fake.inputsOf("backup.restore")).toEqual([]);
  });

  it("says that a file could not be handed over, and waits for nothing any more", async () => {
    let isLeft = false;
    const { screen, fake } = await showSection(
      {},
      {
        async *"backup.read"(_input, signal): AsyncGenerator<BackupReading> {
          yield { kind: "wanted", path: "/upload/once" };
          await left(signal);
          isLeft = true;
          throw new AppFailure("cancelled");
        },
      },
    );
    fake.client.sendFile = async () => {
      throw new AppFailure("connection_lost");
    };
    await userEvent.upload(screen.getByLabelText("Backup to restore"), new File(["x"], "a.backup"));
    await expect.element(screen.getByText("The file could not be handed over.")).toBeVisible();
    expect(isLeft).toBe(true);
  });

  it("says after a start that a backup took its place, and where the profile of before is", async () => {
    const { screen } = await showSection({ "backup.restored": "The backup is in place." });
    await expect.element(screen.getByText("The backup is in place.")).toBeVisible();
  });
});
