import { execFile } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { BridgeError, messageOf } from "./bridgeError.js";

const NAME = "podclip";
const OPTIONAL_PACKAGE = "@podclip/podclip-linux-x64";
const VERSION_TIMEOUT_MS = 20_000;

/** The binary, and where it was found: PODCLIP_BIN, this package, the package around it, the optional dependency, PATH, in this order. */
export function findBinary(moduleUrl: string, env: NodeJS.ProcessEnv): { file: string; from: string } {
  const named = env["PODCLIP_BIN"]?.trim();
  if (named) {
    if (isExecutable(named)) return { file: named, from: "PODCLIP_BIN" };
    throw new BridgeError("podclip_missing", `PODCLIP_BIN names ${named}, which is no program that this user may run`, "Point PODCLIP_BIN to the podclip binary, or unset it.", true);
  }

  const packageFolder = path.resolve(path.dirname(fileURLToPath(moduleUrl)), "..");
  const candidates: [string, string][] = [
    [path.join(packageFolder, "bin", NAME), "this package"],
    [path.join(packageFolder, "..", "bin", NAME), "the package around this one"],
    ...optionalDependency(moduleUrl),
    ...(env["PATH"] ?? "").split(path.delimiter).filter(Boolean).map((folder): [string, string] => [path.join(folder, NAME), "PATH"]),
  ];
  const found = candidates.find(([file]) => isExecutable(file));
  if (found) return { file: found[0], from: found[1] };
  throw new BridgeError(
    "podclip_missing",
    `The podclip binary was not found: looked in ${packageFolder}/bin, in the folder above it, in ${OPTIONAL_PACKAGE}, and in PATH`,
    "Install @podclip/paperclip-adapters-k8s, which brings it, or name it by PODCLIP_BIN in the server's environment.",
    true,
  );
}

/** Throws unless a binary is of this package's version. */
export async function checkVersion(file: string, version: string): Promise<void> {
  let found: string;
  try {
    const { stdout } = await promisify(execFile)(file, ["version", "-o", "json"], { timeout: VERSION_TIMEOUT_MS });
    found = String((JSON.parse(stdout) as { version?: unknown }).version);
  } catch (error) {
    throw new BridgeError("podclip_unusable", `${file} cannot be run: ${messageOf(error)}`, "It is a program for Linux on x86_64; see that this user may run it.", true);
  }

  if (found !== version) {
    throw new BridgeError("podclip_version", `${file} is version ${found}; this adapter needs ${version}`, "Install adapter and binary of one version, then reload the adapter.", true);
  }
}

function optionalDependency(moduleUrl: string): [string, string][] {
  try {
    return [[path.join(path.dirname(createRequire(moduleUrl).resolve(`${OPTIONAL_PACKAGE}/package.json`)), "bin", NAME), OPTIONAL_PACKAGE]];
  } catch {
    return []; // not installed
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
