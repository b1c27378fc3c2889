import { projectPaths } from "../config/paths.ts";
import { readServerAddress, type ServerAddress, writeServerAddress } from "../state/server-address.ts";
import type { ProjectHost } from "./project-host.ts";

/** Tells commands of the same user where the project's server is. @returns how to take it back */
export const announceServer = ({ root }: Pick<ProjectHost, "root">, address: ServerAddress): (() => void) =>
  writeServerAddress(projectPaths(root).state, address);

/** Where the server of the project at `root` said it is; undefined when there is none. */
export const announcedServer = (root: string): ServerAddress | undefined => readServerAddress(projectPaths(root).state);
