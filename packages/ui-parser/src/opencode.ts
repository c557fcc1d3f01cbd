import type { TranscriptEntry } from "@paperclipai/adapter-utils";
import { diffOf } from "./diff.js";
import { amount, asFields, count, errorWords, isTrue, member, objects, parse, said, text, toolText, wellFormed, type Fields } from "./fields.js";
import { ownLine } from "./ownLine.js";

/** A line of OpenCode's output as the page's entries: line by line, in any order, without a memory. Events that the page has no form for give none. */
export function parseStdoutLine(line: string, ts: string): TranscriptEntry[] {
  if (!line.trim()) return [];
  const own = ownLine(line, ts);
  if (own) return own;
  const root = parse(line);
  return root ? parseEvent(root, ts) : [{ kind: "stdout", ts, text: wellFormed(line.trim()) }];
}

function parseEvent(root: Fields, ts: string): TranscriptEntry[] {
  const part = member(root, "part");
  const content = objects(member(root, "message"), "content");
  switch (text(root, "type")) {
    case "text": {
      const words = said(part, "text");
      return words && !isTrue(part, "synthetic") ? [{ kind: "assistant", ts, text: words, delta: true }] : [];
    }
    case "reasoning":
    case "thinking": {
      const thought = said(part, "text") ?? said(root, "text");
      return thought ? [{ kind: "thinking", ts, text: thought }] : [];
    }
    case "tool_use":
      return parseTool(part, ts);
    case "step_start":
      return [{ kind: "system", ts, text: "Starting step…" }];
    case "step_finish":
      return [parseStep(part, ts)];
    case "error": {
      const words = errorWords(member(root, "error") ?? member(root, "message"));
      return words ? [{ kind: "stderr", ts, text: words }] : [];
    }
    case "assistant":
      return content.flatMap((block) => parseAnswer(block, ts));
    case "user":
      return content.filter((block) => text(block, "type") === "tool_result").map((block) => parseResult(block, ts));
    default:
      return [];
  }
}

// An event comes when the tool is done; its call and its result are one entry then, as the page has no memory to join them by.
function parseTool(part: unknown, ts: string): TranscriptEntry[] {
  const state = member(part, "state");
  const input = member(state, "input");
  const toolName = said(part, "tool") ?? "tool";
  const toolUseId = text(part, "callID") ?? text(part, "id") ?? text(part, "toolUseId") ?? toolName;
  const description = said(state, "title") ?? said(input, "description");
  switch (text(state, "status")) {
    case "error":
      return [{ kind: "tool_result", ts, toolUseId, content: said(state, "error") ?? "Tool error", isError: true, toolName }];
    case "completed":
    case "done":
      return [...diffOf(toolName, asFields(input), ts), { kind: "tool_result", ts, toolUseId, content: said(state, "output") ?? description ?? "Done", isError: false, toolName }];
    default:
      return [{ kind: "tool_call", ts, name: toolName, input: input ?? description ?? null, toolUseId }];
  }
}

function parseStep(part: unknown, ts: string): TranscriptEntry {
  const tokens = member(part, "tokens");
  const reason = said(part, "reason");
  return {
    kind: "result",
    ts,
    text: said(part, "message") ?? `Step finished: ${reason ?? "done"}`,
    inputTokens: count(tokens, "input"),
    outputTokens: count(tokens, "output") + count(tokens, "reasoning"),
    cachedTokens: count(member(tokens, "cache"), "read"),
    costUsd: amount(part, "cost") ?? 0,
    subtype: reason ?? "step_finish",
    isError: false,
    errors: [],
  };
}

function parseAnswer(block: Fields, ts: string): TranscriptEntry[] {
  const words = said(block, "text");
  const thought = said(block, "thinking") ?? words;
  switch (text(block, "type")) {
    case "text":
      return words ? [{ kind: "assistant", ts, text: words }] : [];
    case "thinking":
      return thought ? [{ kind: "thinking", ts, text: thought }] : [];
    default:
      return [];
  }
}

const parseResult = (block: Fields, ts: string): TranscriptEntry => ({
  kind: "tool_result",
  ts,
  toolUseId: text(block, "tool_use_id") ?? "",
  content: toolText(block, "content"),
  isError: isTrue(block, "is_error"),
});
