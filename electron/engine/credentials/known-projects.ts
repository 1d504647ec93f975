import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { Connections } from "./connections.ts";

type Project = NonNullable<LibraryConnection["project"]>;

/** Which project a connection leads to, as its server told it: with the settings where it is one of them, else for the session. */
export function knownProjects(connections: Pick<Connections, "projectOf" | "keepProject">) {
  const found = new Map<string, Project>();
  return {
    find: (id: string): Project | undefined => found.get(id) ?? connections.projectOf(id),
    keep(id: string, project: Project): void {
      found.set(id, project);
      // Its name is asked for again at the next start; a disk that is full says so at the next change of settings.
      void connections.keepProject(id, project).catch(() => {});
    },
  };
}
