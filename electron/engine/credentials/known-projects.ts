import type { KnownProject } from "./connection-settings.ts";
import type { Connections } from "./connections.ts";

/** Which project a connection leads to, as its server told it, also at the next start. */
export function knownProjects(connections: Pick<Connections, "projectOf" | "keepProject">) {
  const found = new Map<string, KnownProject>();
  return {
    find: (id: string): KnownProject | undefined => found.get(id) ?? connections.projectOf(id),
    keep(id: string, project: KnownProject): void {
      found.set(id, project);
      // It is asked for again at the next start; a disk that is full says so at the next change of settings.
      void connections.keepProject(id, project).catch(() => {});
    },
  };
}
