import { setTimeout as sleep } from "node:timers/promises";
import type { AdapterExecutionContext } from "@paperclipai/adapter-utils";
import { messageOf } from "./bridgeError.js";
import { renderByHost } from "./hostPrompts.js";

const SERVERS_TIMEOUT_MS = 10_000;

// Objects with functions and links in them, of this process alone.
const LOCAL = new Set(["signal", "startupTraceContext", "runtimeMcp"]);

/** A context as JSON: all that is data, whatever a newer host adds to it. */
export async function requestBody(type: string, ctx: AdapterExecutionContext): Promise<string> {
  const context: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(ctx)) {
    if (!LOCAL.has(name) && isData(value)) context[name] = value;
  }

  if (ctx.runtimeMcp) context["runtimeMcp"] = { servers: await servers(ctx) };
  context["podclip"] = { prompts: await renderByHost(ctx) };
  return JSON.stringify({ adapter: type, context });
}

function isData(value: unknown): boolean {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false; // it links back to itself
  }
}

/** The run's MCP servers. A run without them is of more use than none. */
async function servers(ctx: AdapterExecutionContext): Promise<unknown[]> {
  const late = new AbortController();
  try {
    const bound = sleep(SERVERS_TIMEOUT_MS, undefined, { signal: late.signal }).then(() => {
      throw new Error(`no answer within ${SERVERS_TIMEOUT_MS / 1000} s`);
    });
    const asked = async () => ctx.runtimeMcp!.getServers(); // async: one that throws must not leave the bound behind
    return await Promise.race([asked(), bound]);
  } catch (error) {
    console.error(`[podclip] run ${ctx.runId}: the host does not tell its MCP servers: ${messageOf(error)}`);
    return [];
  } finally {
    late.abort();
  }
}
