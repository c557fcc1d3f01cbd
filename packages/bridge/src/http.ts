import { readFileSync } from "node:fs";
import http from "node:http";
import type { DaemonFile } from "./stateDirectory.js";

/** An answer that is none of 2xx. */
export class HttpProblem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
    this.name = "HttpProblem";
  }
}

/** Whether a request certainly had no effect: nobody was there to take it, or it was refused. */
export const wasNotTaken = (error: unknown): boolean =>
  error instanceof HttpProblem ? error.status !== 500 : ["ECONNREFUSED", "ENOENT"].includes(String((error as NodeJS.ErrnoException).code));

/** Asks the daemon for a value. */
export async function ask<T>(daemon: DaemonFile, method: string, path: string, body: string | undefined, timeoutMs: number): Promise<T> {
  const response = await open(daemon, method, path, body, timeoutMs);
  response.setEncoding("utf8");
  let text = "";
  for await (const part of response) text += part as string;
  return JSON.parse(text) as T;
}

/** Opens an answer whose body is read as it comes. It is cut when nothing comes for too long. */
export function open(daemon: DaemonFile, method: string, path: string, body: string | undefined, silenceMs: number, signal?: AbortSignal): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = http.request({ ...target(daemon), method, path, agent: false, timeout: silenceMs, signal, headers: headers(daemon, body) }, (response) => {
      response.socket.setTimeout(silenceMs, () => response.destroy(new Error(`the daemon has said nothing for ${silenceMs / 1000} s`)));
      if ((response.statusCode ?? 500) < 300) resolve(response);
      else void readProblem(response).then(reject, reject);
    });
    request.on("timeout", () => request.destroy(new Error(`the daemon did not answer within ${silenceMs / 1000} s`)));
    request.on("error", reject);
    request.end(body);
  });
}

function target(daemon: DaemonFile): http.RequestOptions {
  if (daemon.socket) return { socketPath: daemon.socket, host: "podclip" };
  const url = new URL(daemon.url!);
  return { host: url.hostname, port: url.port };
}

function headers(daemon: DaemonFile, body: string | undefined): http.OutgoingHttpHeaders {
  return {
    ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
    ...(daemon.tokenFile ? { authorization: `Bearer ${readFileSync(daemon.tokenFile, "utf8").trim()}` } : {}),
  };
}

async function readProblem(response: http.IncomingMessage): Promise<HttpProblem> {
  response.setEncoding("utf8");
  let text = "";
  for await (const part of response) text += part as string;
  let problem: { code?: string; detail?: string; title?: string } = {};
  try {
    problem = JSON.parse(text) as typeof problem;
  } catch {
    // Not the daemon's own words.
  }

  return new HttpProblem(response.statusCode ?? 500, problem.code ?? "unknown", problem.detail ?? problem.title ?? text.slice(0, 500));
}
