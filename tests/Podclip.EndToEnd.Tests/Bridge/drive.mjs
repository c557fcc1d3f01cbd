// Stands in Paperclip's place: loads an adapter as the server does, executes one context, and prints a line of JSON for each callback and the result.
// node drive.mjs ADAPTER_FOLDER CONTEXT.json [--test] [--slow-log MS] [--load N] [--failing-host] [--odd] [--servers hang|throw|reject]
// A line on standard input aborts the run with that reason.
import { readFileSync } from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, contextFile, ...options] = process.argv.slice(2);
const option = (name, fallback) => (options.includes(name) ? Number(options[options.indexOf(name) + 1]) : fallback);
const print = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const entry = pathToFileURL(path.join(folder, "dist/index.js")).href;
const ask = JSON.parse(readFileSync(contextFile, "utf8"));

// As the server's reload does: the same module again under another name.
let adapter;
for (let i = 0; i < option("--load", 1); i++) adapter = (await import(`${entry}?t=${i}`)).createServerAdapter();

if (options.includes("--test")) {
  print({ test: await adapter.testEnvironment({ companyId: "c", adapterType: adapter.type, config: ask.config }) });
  print({ models: await adapter.listModels() });
  process.exit(0);
}

const abort = new AbortController();
readline.createInterface({ input: process.stdin }).on("line", (line) => abort.abort(new Error(line)));
const slow = option("--slow-log", 0);
const refuse = () => {
  if (options.includes("--failing-host")) throw new Error("the host is out of order");
};
const server = { name: "s", url: "http://127.0.0.1:1/mcp", token: "mcp-token-0123456789", connectionId: "c" };
const servers = {
  hang: () => new Promise(() => setInterval(() => undefined, 1_000)),
  reject: async () => refuseServers(),
  throw: () => refuseServers(),
}[options[options.indexOf("--servers") + 1]] ?? (() => [server]);
function refuseServers() {
  throw new Error("the servers are not known");
}
// What a later host may add, and what cannot be sent.
const odd = options.includes("--odd") ? { later: { kept: true }, since: new Date(0), amount: 1n, call: () => 1 } : {};
if (options.includes("--odd")) odd.circle = odd;

let depth = 0;
const result = await adapter.execute({
  ...ask,
  ...odd,
  signal: abort.signal,
  onCancellationReady: async () => print({ on: "cancellationReady" }),
  onLog: async (stream, chunk) => {
    if (++depth > 1) print({ on: "overlap" });
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow));
    depth--;
    print({ on: "log", stream, chunk });
    refuse();
  },
  onMeta: async (meta) => {
    print({ on: "meta", meta });
    refuse();
  },
  onEvent: async (event) => print({ on: "event", event }),
  onRuntimeProgress: async (progress) => print({ on: "progress", progress }),
  onDispatch: () => print({ on: "dispatch" }),
  runtimeMcp: { getServers: servers },
});
print({ result });
process.exit(0);
