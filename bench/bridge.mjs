// node bridge.mjs PACKAGE LINES   how long a line takes from the agent to Paperclip's onLog, beside a plain reader of the daemon's events in the same run
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [packageFolder, lines] = [process.argv[2], Number(process.argv[3])];
const folder = mkdtempSync(path.join(os.tmpdir(), "podclip-bench-"));
const home = path.join(folder, "home");
const state = path.join(home, "instances/default/podclip");
const podclip = path.join(packageFolder, "bin/podclip");
const run = "bench";
chmodSync(folder, 0o755);
mkdirSync(path.join(folder, "agent"));
mkdirSync(home);
chmodSync(home, 0o777);
const agent = path.join(folder, "agent/claude");
writeFileSync(agent, `#!/bin/sh\ncat >/dev/null\ni=0\nwhile [ $i -lt ${lines} ]; do i=$((i+1)); date +'line %s%N'; sleep 0.01; done\necho '{"type":"result","subtype":"success","is_error":false,"result":"done","session_id":"s"}'\n`);
chmodSync(agent, 0o755);
Object.assign(process.env, { PAPERCLIP_HOME: home, PODCLIP_CLUSTER: "embedded", PODCLIP_BIN: podclip });
const command = (...words) => execFileSync(podclip, words, { env: { ...process.env, PODCLIP_HOME: state }, stdio: ["ignore", "ignore", "inherit"] });
command("cluster", "image", "add", "bench", "--root", path.dirname(agent), "--path", ".");

const now = () => performance.timeOrigin + performance.now();
const measured = { reader: [], bridge: [] };
const measure = (list, text) => {
  const at = now();
  for (const [, time] of text.matchAll(/line (\d{19})/g)) list.push(at - Number(time) / 1e6);
};

function read() {
  const { socket } = JSON.parse(readFileSync(path.join(state, "daemon.json"), "utf8"));
  http.get({ socketPath: socket, host: "podclip", path: `/v1/runs/${run}/events` }, (response) => response.setEncoding("utf8").on("data", (text) => measure(measured.reader, text)));
}

const adapter = (await import(pathToFileURL(path.join(packageFolder, "claude-k8s/dist/index.js")).href)).createServerAdapter();
const result = await adapter.execute({
  runId: run,
  agent: { id: "bench", companyId: "bench", name: "Bench" },
  runtime: { sessionId: null, sessionParams: null, sessionDisplayId: null, taskKey: null },
  config: { image: "bench", promptTemplate: "Go", resources: { requests: { cpu: "100m", memory: "50Mi" } } },
  context: {},
  onMeta: async () => read(),
  onLog: async (_stream, chunk) => measure(measured.bridge, chunk),
});
if (result.errorMessage) console.error(result.errorMessage);
const rank = (list, part) => [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? NaN;
const row = (name) => console.log(`${name.padEnd(8)} ${String(measured[name].length).padStart(6)} lines   p50 ${rank(measured[name], 0.5).toFixed(2)} ms   p99 ${rank(measured[name], 0.99).toFixed(2)} ms`);
row("reader");
row("bridge");
console.log(`the bridge adds ${(rank(measured.bridge, 0.5) - rank(measured.reader, 0.5)).toFixed(2)} ms at p50, ${(rank(measured.bridge, 0.99) - rank(measured.reader, 0.99)).toFixed(2)} ms at p99`);
const { pid } = JSON.parse(readFileSync(path.join(state, "daemon.json"), "utf8"));
const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1];
console.log(`the daemon holds ${Math.round(memory / 1024)} MB after the run`);
process.kill(pid);
command("cluster", "down", "--purge");
rmSync(folder, { recursive: true, force: true });
process.exit(0);
