import type { AdapterExecutionContext } from "@paperclipai/adapter-utils";

const STATUS_TIMEOUT_MS = 2_000;

/**
 * What an aborted signal means. The host aborts with the operator's reason when a run is cancelled, and with this text when it lost its lease on the
 * run (paperclipai 2026.916.1, legacy-controller-lease.js): that happens as it shuts down, when its database does not answer for a minute, and when
 * the run was ended behind the adapter's back. Only the last is a wish to stop the agent.
 */
export async function wantsStop(ctx: AdapterExecutionContext): Promise<boolean> {
  const reason = ctx.signal?.reason as unknown;
  if (!(reason instanceof Error) || !reason.message.includes("lease lost")) return true;
  return (await statusOf(ctx)) === "cancelled";
}

async function statusOf(ctx: AdapterExecutionContext): Promise<string | undefined> {
  const url = process.env["PAPERCLIP_RUNTIME_API_URL"] ?? process.env["PAPERCLIP_API_URL"];
  if (!url || !ctx.authToken) return undefined;
  try {
    const response = await fetch(new URL(`/api/heartbeat-runs/${encodeURIComponent(ctx.runId)}`, url), {
      headers: { authorization: `Bearer ${ctx.authToken}` },
      signal: AbortSignal.timeout(STATUS_TIMEOUT_MS),
    });
    return ((await response.json()) as { status?: string }).status;
  } catch {
    return undefined; // it shuts down
  }
}
