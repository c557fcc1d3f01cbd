import type { AdapterExecutionContext, AdapterExecutionResult } from "@paperclipai/adapter-utils";
import { messageOf } from "./bridgeError.js";
import type { RunEvent } from "./eventReader.js";

// The host's page shows no more of one chunk live.
const LARGEST_CHUNK_BYTES = 8 * 1024;

/** Hands a run's events on to the host, in order, each once, each awaited: a host that is slow to take them slows the stream, and nothing else. */
export class Relay {
  /** The number of the last event that the host has taken. */
  after = 0;
  /** The Job, once there is one. */
  job: string | undefined;
  #metaTold = false;
  #dispatchTold = false;
  #complained = false;

  constructor(private readonly ctx: AdapterExecutionContext) {}

  /** Takes events that came together. Lines that came faster than the host took them go together, as far as it shows them whole. */
  async take(events: RunEvent[]): Promise<AdapterExecutionResult | undefined> {
    for (let i = 0; i < events.length; i++) {
      const event = events[i]!;
      if (event.seq === undefined || event.seq <= this.after) continue;
      if (event.type === "log") i = await this.#log(events, i);
      else if (event.type === "result") return event.result;
      else await this.#tell(event);
      this.after = events[i]!.seq!;
    }

    return undefined;
  }

  // Returns the last event that went along.
  async #log(events: RunEvent[], first: number): Promise<number> {
    const stream = events[first]!.stream ?? "stdout";
    let chunk = events[first]!.text ?? "";
    let bytes = Buffer.byteLength(chunk);
    let last = first;
    for (let next = events[last + 1]; next?.type === "log" && next.stream === stream && chunk.endsWith("\n"); next = events[last + 1]) {
      bytes += Buffer.byteLength(next.text ?? "");
      if (bytes > LARGEST_CHUNK_BYTES) break;
      chunk += next.text ?? "";
      last++;
    }

    await this.#call(() => this.ctx.onLog(stream, chunk));
    return last;
  }

  async #tell(event: RunEvent): Promise<void> {
    if (event.type === "meta" && event.meta && !this.#metaTold) {
      this.#metaTold = true;
      await this.#call(() => this.ctx.onMeta?.(event.meta!));
    } else if (event.type === "event" && event.event) {
      await this.#call(() => this.ctx.onEvent?.(event.event!));
    } else if (event.type === "progress" && event.progress) {
      await this.#call(() => this.ctx.onRuntimeProgress?.(event.progress as never));
    } else if (event.type === "dispatch" && !this.#dispatchTold) {
      this.#dispatchTold = true;
      await this.#call(() => this.ctx.onDispatch?.());
    } else if (event.type === "run") {
      this.job = event.run?.job;
    }
  }

  // A host that fails to take something must not lose the run.
  async #call(callback: () => unknown): Promise<void> {
    try {
      await callback();
    } catch (error) {
      if (!this.#complained) console.error(`[podclip] run ${this.ctx.runId}: the host did not take what the run told: ${messageOf(error)}`);
      this.#complained = true;
    }
  }
}
