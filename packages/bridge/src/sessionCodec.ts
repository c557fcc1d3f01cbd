import type { AdapterSessionCodec } from "@paperclipai/adapter-utils";

const SESSION_NAMES = ["sessionId", "session_id", "sessionID"];
const OTHERS: [string, string[]][] = [
  ["cwd", ["cwd", "workdir", "folder"]],
  ["workspaceId", ["workspaceId", "workspace_id"]],
  ["repoUrl", ["repoUrl", "repo_url"]],
  ["repoRef", ["repoRef", "repo_ref"]],
  ["promptBundleKey", ["promptBundleKey", "prompt_bundle_key"]],
];

/** Reads and writes what the host stores of a session, under all names that were ever used. Never throws. */
export const sessionCodec: AdapterSessionCodec = {
  deserialize: normalize,
  serialize: normalize,
  getDisplayId: (params) => text(params ?? {}, SESSION_NAMES),
};

function normalize(raw: unknown): Record<string, unknown> | null {
  if (typeof raw !== "object" || raw === null || Array.isArray(raw)) return null;
  const stored = raw as Record<string, unknown>;
  const sessionId = text(stored, SESSION_NAMES);
  if (sessionId === null) return null;
  const params: Record<string, unknown> = { sessionId };
  for (const [name, names] of OTHERS) {
    const value = text(stored, names);
    if (value !== null) params[name] = value;
  }

  return params;
}

function text(stored: Record<string, unknown>, names: string[]): string | null {
  for (const name of names) {
    const value = stored[name];
    if (typeof value === "string" && value.trim()) return value.trim();
  }

  return null;
}
