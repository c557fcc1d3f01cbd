import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { BridgeError, messageOf } from "./bridgeError.js";
import { checkVersion, findBinary } from "./binary.js";
import { ask } from "./http.js";
import { readDaemonFile, stateDirectory, type DaemonFile } from "./stateDirectory.js";

const PROTOCOL = 1;
const HEALTH_TIMEOUT_MS = 5_000;
const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 30_000;
const STEP_MS = 50;
const LARGEST_LOG_BYTES = 5_000_000;

interface Health {
  status: string;
  version: string;
  protocol: number;
  pid: number;
}

/** What all adapters of this process share, whatever copy of the bridge they bring: reloading one starts no second daemon. */
interface Handle {
  starting: Promise<DaemonFile> | undefined;
  /** Its standard input is the daemon's lifeline: it ends with this process, however that ends. */
  child: ChildProcess | undefined;
}

const KEY = Symbol.for("podclip.bridge.v1");
const handle: Handle = ((globalThis as Record<symbol, unknown>)[KEY] ??= { starting: undefined, child: undefined }) as Handle;

/** The daemon of this Paperclip instance: the one that runs, else one that is started now. One start at a time. */
export function connect(moduleUrl: string, version: string): Promise<DaemonFile> {
  handle.starting ??= findOrStart(moduleUrl, version).finally(() => (handle.starting = undefined));
  return handle.starting;
}

async function findOrStart(moduleUrl: string, version: string): Promise<DaemonFile> {
  const folder = stateDirectory(process.env);
  const running = await find(folder);
  if (running && isFit(running.health, version)) return running.file;
  if (running) await replace(running.file, folder);
  return start(folder, moduleUrl, version);
}

/** A newer daemon of the same protocol serves as well; an older one, or one that takes no new runs, makes room. Its Jobs go on. */
function isFit(health: Health, version: string): boolean {
  if (health.protocol > PROTOCOL) {
    throw new BridgeError("podclip_version", `The running daemon (process ${health.pid}) is version ${health.version}, too new for this adapter (${version})`, "Upgrade the adapter packages.", true);
  }

  return health.status === "ok" && health.protocol === PROTOCOL && health.version.localeCompare(version, "en", { numeric: true }) >= 0;
}

async function find(folder: string): Promise<{ file: DaemonFile; health: Health } | undefined> {
  const file = readDaemonFile(folder);
  if (!file) return undefined;
  try {
    return { file, health: await ask<Health>(file, "GET", "/v1/health", undefined, HEALTH_TIMEOUT_MS) };
  } catch {
    return undefined; // it is gone; who listens in its place would have said so in the file
  }
}

async function replace(file: DaemonFile, folder: string): Promise<void> {
  await ask(file, "POST", "/v1/stop", '{"drain":false}', HEALTH_TIMEOUT_MS).catch(() => undefined);
  for (const end = Date.now() + STOP_TIMEOUT_MS; Date.now() < end; await sleep(STEP_MS)) {
    const running = await find(folder);
    if (!running || running.health.pid !== file.pid) return;
  }

  throw new BridgeError("podclip_not_stopping", `The former daemon (process ${file.pid}) was told to stop and still runs`, `See ${path.join(folder, "daemon.log")}; end process ${file.pid}: its runs are taken up by the next daemon.`);
}

async function start(folder: string, moduleUrl: string, version: string): Promise<DaemonFile> {
  const { file } = findBinary(moduleUrl, process.env);
  await checkVersion(file, version);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openLog(path.join(folder, "daemon.log"));
  const child = spawn(file, ["serve", "--lifeline"], { detached: true, stdio: ["pipe", "ignore", log], env: { ...process.env, PODCLIP_HOME: folder }, cwd: folder });
  closeSync(log);
  let end: string | undefined;
  child.on("error", (error) => (end ??= messageOf(error)));
  child.on("exit", (code, signal) => (end ??= `it ended with ${signal ?? `exit code ${code}`}`));
  child.stdin?.on("error", () => undefined); // the daemon has gone
  child.unref();
  (child.stdin as unknown as { unref?: () => void } | null)?.unref?.();
  for (const limit = Date.now() + START_TIMEOUT_MS; Date.now() < limit; await sleep(STEP_MS)) {
    // Also when the child has ended: another process may have been the first, and serves.
    const running = await find(folder);
    if (running && isFit(running.health, version)) {
      if (running.health.pid === child.pid) handle.child = child;
      return running.file;
    }

    if (end !== undefined && !running) break;
  }

  throw new BridgeError("podclip_start_failed", `${file} serve did not start: ${end ?? `it did not answer within ${START_TIMEOUT_MS / 1000} s`}`, `See ${path.join(folder, "daemon.log")}.`);
}

function openLog(file: string): number {
  try {
    if (statSync(file).size > LARGEST_LOG_BYTES) renameSync(file, `${file}.1`);
  } catch {
    // There is none yet.
  }

  return openSync(file, "a", 0o600);
}
