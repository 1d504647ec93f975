import type { HostServices } from "@routes/host-services.ts";

/** A host around the engine with nobody in front of it: no menu, no links, and no file is ever chosen. */
export const noHost: HostServices = {
  info: () => ({
    name: "Promptscope",
    version: "test",
    host: "web",
    platform: process.platform,
    opensLinks: false,
    choosesFiles: false,
  }),
  openLink: async () => undefined,
  async *commands() {},
  files: { choosePlace: async () => null, chooseFile: async () => null },
};
