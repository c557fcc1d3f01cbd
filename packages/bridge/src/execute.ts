import { setTimeout as sleep } from "node:timers/promises";
import type { AdapterExecutionContext, AdapterExecutionResult } from "@paperclipai/adapter-utils";
import { wantsStop } from "./abort.js";
import { BridgeError, messageOf } from "./bridgeError.js";
import { readEvents } from "./eventReader.js";
import { ask, HttpProblem, open, wasNotTaken } from "./http.js";
import { Relay } from "./relay.js";
import { requestBody } from "./requestBody.js";
import { cancelledBefore, cancelUnconfirmed, detached, refused, unusable } from "./results.js";
import type { DaemonFile } from "./stateDirectory.js";

const ASK_TIMEOUT_MS = 30_000;
const SILENCE_MS = 30_000; // the daemon says something every 10 s
const WITHOUT_DAEMON_MS = 5 * 60_000;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

// The host waits 60 s for a cancelled run.
const CANCEL_BOUND_MS = 52_000;
const CANCEL_TIMEOUT_MS = 5_000;
const LONGEST_CANCEL_WAIT_MS = 1_000;

/** Runs an agent for the host. Never throws: an exception would tell the host nothing but that it must not try again. */
export async function execute(type: string, connect: () => Promise<DaemonFile>, ctx: AdapterExecutionContext): Promise<AdapterExecutionResult> {
  try {
    await ctx.onCancellationReady?.();
    if (ctx.signal?.aborted) return cancelledBefore();
    return await new Execution(type, connect, ctx).run();
  } catch (error) {
    return ctx.signal?.aborted ? cancelledBefore() : unusable(error, false);
  }
}

class Execution {
  readonly #relay: Relay;
  readonly #path: string;
  readonly #ending = new AbortController();
  /** Whether a daemon may have the run: from the moment that it is asked, unless it says no. */
  #mayRun = false;
  #isCancelled = false;
  /** Whether the run's end is known: not so when the host was told that it is not. */
  #isOver = false;

  constructor(
    private readonly type: string,
    private readonly connect: () => Promise<DaemonFile>,
    private readonly ctx: AdapterExecutionContext,
  ) {
    this.#relay = new Relay(ctx);
    this.#path = `/v1/runs/${encodeURIComponent(ctx.runId)}`;
  }

  async run(): Promise<AdapterExecutionResult> {
    const aborted = this.#aborted();
    const followed = this.#follow().finally(() => (this.#isOver ||= !this.#ending.signal.aborted));
    try {
      return await Promise.race([followed, aborted]);
    } finally {
      this.#ending.abort();
    }
  }

  /** Follows the run to its result, through the end of connections and daemons. */
  async #follow(): Promise<AdapterExecutionResult> {
    const body = await requestBody(this.type, this.ctx);
    let wait = FIRST_WAIT_MS;
    let lastAlive = Date.now();
    let failure: unknown;
    while (Date.now() - lastAlive < WITHOUT_DAEMON_MS) {
      try {
        const daemon = await this.connect();
        if (this.#ending.signal.aborted) break;
        if (this.#isCancelled && !this.#mayRun) return cancelledBefore();
        await this.#ask(daemon, body);
        const response = await open(daemon, "GET", `${this.#path}/events?after=${this.#relay.after}`, undefined, SILENCE_MS, this.#ending.signal);
        for await (const events of readEvents(response)) {
          const result = await this.#relay.take(events);
          if (result) return result;
          [lastAlive, wait] = [Date.now(), FIRST_WAIT_MS];
        }

        failure = new Error("the daemon ended");
      } catch (error) {
        failure = error;
        if (error instanceof BridgeError && error.isFinal && !this.#mayRun) break;
        if (error instanceof HttpProblem && (error.status === 400 || error.code === "run_conflict")) return refused(error.code, error.message);
        if (error instanceof HttpProblem && error.code === "cursor_ahead") this.#relay.after = 0;
      }

      if (this.#ending.signal.aborted) break;
      await sleep(wait, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      wait = Math.min(wait * 2, LONGEST_WAIT_MS);
    }

    return unusable(failure, this.#mayRun);
  }

  /** Asks for the run. An answer that is lost may have been a yes. */
  async #ask(daemon: DaemonFile, body: string): Promise<void> {
    const before = this.#mayRun;
    this.#mayRun = true;
    try {
      await ask(daemon, "PUT", this.#path, body, ASK_TIMEOUT_MS);
    } catch (error) {
      if (wasNotTaken(error)) this.#mayRun = before;
      throw error;
    }
  }

  /** Settles only when the host has aborted and the run's own end does not come, or is not to be waited for. */
  async #aborted(): Promise<AdapterExecutionResult> {
    await new Promise<void>((resolve) => this.ctx.signal?.addEventListener("abort", () => resolve(), { once: true }));
    const end = Date.now() + CANCEL_BOUND_MS;
    if (!(await wantsStop(this.ctx))) return detached(this.#relay.job);
    this.#isCancelled = true;
    if (!this.#mayRun) return cancelledBefore();
    void this.#cancel();
    await sleep(end - Date.now(), undefined, { signal: this.#ending.signal }).catch(() => undefined);
    return cancelUnconfirmed(this.#relay.job);
  }

  /** Asks for the run's stop until a daemon takes it down, also when the host no longer waits: otherwise nobody would stop the Job. */
  async #cancel(): Promise<void> {
    let wait = FIRST_WAIT_MS;
    for (const end = Date.now() + WITHOUT_DAEMON_MS; Date.now() < end && !this.#isOver; wait = Math.min(wait * 2, LONGEST_CANCEL_WAIT_MS)) {
      try {
        await ask(await this.connect(), "POST", `${this.#path}/cancel`, "{}", CANCEL_TIMEOUT_MS);
        return;
      } catch (error) {
        if (wait === FIRST_WAIT_MS) console.error(`[podclip] run ${this.ctx.runId}: the cancel has not arrived yet: ${messageOf(error)}`);
      }

      await sleep(wait);
    }
  }
}
