import type { TranscriptEntry } from "@paperclipai/adapter-utils";

const MARK = "[paperclip] ";

/** A line that host or adapter put into the log, and not the agent. */
export const ownLine = (line: string, ts: string): TranscriptEntry[] | undefined =>
  line.startsWith(MARK) ? [{ kind: "system", ts, text: line.slice(MARK.length).trim() }] : undefined;
