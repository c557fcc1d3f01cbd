import type http from "node:http";
import type { AdapterExecutionResult, AdapterInvocationMeta, AdapterRuntimeEvent } from "@paperclipai/adapter-utils";

/** What a run tells; see docs/daemon.md. Unknown types are passed over. */
export interface RunEvent {
  seq?: number;
  type: string;
  stream?: "stdout" | "stderr";
  text?: string;
  meta?: AdapterInvocationMeta;
  event?: AdapterRuntimeEvent;
  progress?: Record<string, unknown>;
  run?: { runId: string; namespace: string; job: string };
  result?: AdapterExecutionResult;
}

/** Reads events as they come: those that came together are given together. */
export async function* readEvents(response: http.IncomingMessage): AsyncGenerator<RunEvent[]> {
  let rest: Buffer[] = [];
  for await (const part of response as AsyncIterable<Buffer>) {
    const end = part.lastIndexOf(10);
    if (end < 0) {
      rest.push(part);
      continue;
    }

    const whole = Buffer.concat([...rest, part.subarray(0, end)]).toString("utf8");
    rest = end + 1 < part.length ? [part.subarray(end + 1)] : [];
    yield whole
      .split("\n")
      .filter((line) => line.length > 0)
      .map((line) => JSON.parse(line) as RunEvent);
  }
}
