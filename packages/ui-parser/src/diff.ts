import type { TranscriptEntry } from "@paperclipai/adapter-utils";
import { objects, said, text, type Fields } from "./fields.js";

const MOST_LINES = 400;

/** The change that an edit makes, as the page shows changes: behind the call itself. Nothing for other tools. */
export function diffOf(name: string, input: Fields | undefined, ts: string): TranscriptEntry[] {
  const file = said(input, "file_path") ?? said(input, "filePath") ?? said(input, "path");
  if (!file || !/^(edit|multiedit|write)$/i.test(name)) return [];
  const changes = objects(input, "edits").length > 0 ? objects(input, "edits") : [input];
  const lines: TranscriptEntry[] = [];
  for (const change of changes) {
    const before = text(change, "old_string") ?? text(change, "oldString");
    const after = text(change, "new_string") ?? text(change, "newString") ?? text(change, "content");
    lines.push(...changed(before, "remove", ts), ...changed(after, "add", ts));
  }

  if (lines.length === 0) return [];
  const header: TranscriptEntry = { kind: "diff", ts, changeType: "file_header", text: file };
  return lines.length <= MOST_LINES
    ? [header, ...lines]
    : [header, ...lines.slice(0, MOST_LINES), { kind: "diff", ts, changeType: "truncation", text: `${lines.length - MOST_LINES} more lines` }];
}

const changed = (value: string | undefined, changeType: "add" | "remove", ts: string): TranscriptEntry[] =>
  value ? value.replace(/\n$/, "").split("\n").map((line) => ({ kind: "diff", ts, changeType, text: line })) : [];
