import type { TranscriptEntry } from "@paperclipai/adapter-utils";
import { diffOf } from "./diff.js";
import { amount, asFields, count, errorWords, isTrue, member, objects, parse, rounded, said, text, toolText, wellFormed, type Fields } from "./fields.js";
import { ownLine } from "./ownLine.js";

/** A line of Claude Code's output as the page's entries: line by line, in any order, without a memory. Events that the page has no form for stay lines. */
export function parseStdoutLine(line: string, ts: string): TranscriptEntry[] {
  const own = ownLine(line, ts);
  if (own) return own;
  const root = parse(line);
  const entries = root ? parseEvent(root, ts) : [];
  return entries.length > 0 ? entries : [{ kind: "stdout", ts, text: wellFormed(line) }];
}

function parseEvent(root: Fields, ts: string): TranscriptEntry[] {
  switch (text(root, "type")) {
    case "system":
      return text(root, "subtype") === "init" ? [{ kind: "init", ts, model: said(root, "model") ?? "unknown", sessionId: text(root, "session_id") ?? "" }] : [];
    case "assistant":
      return blocks(root).flatMap((block) => parseAnswer(block, ts));
    case "user":
      return blocks(root).flatMap((block) => parseInput(block, ts));
    case "result":
      return [parseResult(root, ts)];
    default:
      return [];
  }
}

const blocks = (root: Fields): Fields[] => objects(member(root, "message"), "content");

function parseAnswer(block: Fields, ts: string): TranscriptEntry[] {
  const words = said(block, "text");
  const thought = said(block, "thinking");
  switch (text(block, "type")) {
    case "text":
      return words ? [{ kind: "assistant", ts, text: words }] : [];
    case "thinking":
      return thought ? [{ kind: "thinking", ts, text: thought }] : [];
    case "tool_use": {
      const name = said(block, "name") ?? "unknown";
      const toolUseId = text(block, "id") ?? text(block, "tool_use_id");
      const input = member(block, "input") ?? {};
      return [{ kind: "tool_call", ts, name, input, ...(toolUseId === undefined ? {} : { toolUseId }) }, ...diffOf(name, asFields(input), ts)];
    }
    default:
      return [];
  }
}

function parseInput(block: Fields, ts: string): TranscriptEntry[] {
  const words = said(block, "text");
  switch (text(block, "type")) {
    case "text":
      return words ? [{ kind: "user", ts, text: words }] : [];
    case "tool_result":
      return [{ kind: "tool_result", ts, toolUseId: text(block, "tool_use_id") ?? "", content: toolText(block, "content"), isError: isTrue(block, "is_error") }];
    default:
      return [];
  }
}

function parseResult(root: Fields, ts: string): TranscriptEntry {
  const usage = member(root, "usage");
  const errors = member(root, "errors");
  return {
    kind: "result",
    ts,
    text: text(root, "result") ?? "",
    inputTokens: count(usage, "input_tokens"),
    outputTokens: count(usage, "output_tokens"),
    cachedTokens: count(usage, "cache_read_input_tokens"),
    costUsd: costOf(root),
    subtype: text(root, "subtype") ?? "",
    isError: isTrue(root, "is_error"),
    errors: Array.isArray(errors) ? errors.map(errorWords).filter((words) => words !== undefined) : [],
  };
}

/** Dollars of this result; where only the session's total is told, that. */
function costOf(root: Fields): number {
  const models = asFields(member(root, "model_usage_since_last_result"));
  return models ? rounded(Object.values(models).reduce<number>((sum, model) => sum + (amount(model, "costUSD") ?? 0), 0)) : (amount(root, "total_cost_usd") ?? 0);
}
