import type { AdapterExecutionResult } from "@paperclipai/adapter-utils";
import { BridgeError, messageOf } from "./bridgeError.js";

const NOTHING = { exitCode: null, signal: null, timedOut: false } as const;

/** Nothing was started, so the host may try again whenever it likes. */
const BOOTSTRAP = { executionRecovery: { kind: "bootstrap", providerWorkStarted: false } } as const;

/** A run that was cancelled before anything was asked of the daemon. */
export const cancelledBefore = (): AdapterExecutionResult => ({
  ...NOTHING,
  ...BOOTSTRAP,
  errorCode: "cancelled",
  errorMessage: "Run cancelled",
  resultJson: { executionCancellation: { state: "acknowledged", acknowledgedAt: new Date().toISOString(), forced: false } },
});

/** The daemon could not be used. What was asked of it before may go on there. */
export function unusable(error: unknown, wasAsked: boolean): AdapterExecutionResult {
  const known = error instanceof BridgeError ? error : undefined;
  return {
    ...NOTHING,
    ...(wasAsked ? {} : BOOTSTRAP),
    errorCode: known?.code ?? "podclip_unreachable",
    errorMessage: known ? `${known.message}. ${known.hint}` : `Podclip's daemon cannot be reached: ${messageOf(error)}`,
  };
}

/** The daemon refuses the run. */
export const refused = (code: string, detail: string): AdapterExecutionResult => ({ ...NOTHING, ...BOOTSTRAP, errorCode: `podclip_${code}`, errorMessage: detail });

/** Whether the agent was stopped is not known: no acknowledgement is claimed. */
export const cancelUnconfirmed = (job: string | undefined): AdapterExecutionResult => ({
  ...NOTHING,
  errorCode: "cancel_unconfirmed",
  errorMessage: `The cancel could not be confirmed within the time the host allows${job ? `: Job ${job} may still run` : ""}. Podclip goes on trying to stop it for some minutes`,
});

/** The host has given the run up: its agent goes on. */
export const detached = (job: string | undefined): AdapterExecutionResult => ({
  ...NOTHING,
  errorCode: "detached",
  errorMessage: `Paperclip has given up its hold on this run${job ? `; Job ${job} goes on, and the next run of the task takes it up` : ""}`,
});
