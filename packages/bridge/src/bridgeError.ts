/** Why the daemon cannot be used, with what to do about it. */
export class BridgeError extends Error {
  constructor(
    /** A stable code, as in the docs. */
    readonly code: string,
    message: string,
    /** What to do. */
    readonly hint: string,
    /** Whether trying again cannot help. */
    readonly isFinal = false,
  ) {
    super(message);
    this.name = "BridgeError";
  }
}

/** The message of anything that was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
