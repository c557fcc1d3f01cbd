import { readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

/** How a running daemon is found; the daemon writes it. */
export interface DaemonFile {
  socket?: string;
  url?: string;
  tokenFile?: string;
  pid: number;
  version: string;
  protocol: number;
}

/** The daemon's state directory: PODCLIP_HOME, else in the folder of this Paperclip instance. */
export function stateDirectory(env: NodeJS.ProcessEnv): string {
  const named = env["PODCLIP_HOME"]?.trim();
  if (named) return path.resolve(named);
  const home = env["PAPERCLIP_HOME"]?.trim() || path.join(os.homedir(), ".paperclip");
  return path.join(home, "instances", env["PAPERCLIP_INSTANCE_ID"]?.trim() || "default", "podclip");
}

/** The daemon that was last said to run there; it may be gone. */
export function readDaemonFile(folder: string): DaemonFile | undefined {
  try {
    return JSON.parse(readFileSync(path.join(folder, "daemon.json"), "utf8")) as DaemonFile;
  } catch {
    return undefined; // none, or one that is being replaced
  }
}
