// node codec.mjs ADAPTER_FOLDER < LINES   what the adapter's session codec makes of each line of JSON, which may be none
import path from "node:path";
import readline from "node:readline";
import { pathToFileURL } from "node:url";

const { sessionCodec } = (await import(pathToFileURL(path.join(process.argv[2], "dist/index.js")).href)).createServerAdapter();
for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const stored = JSON.parse(line);
  const read = sessionCodec.deserialize(stored);
  process.stdout.write(`${JSON.stringify({ written: sessionCodec.serialize(read), shown: sessionCodec.getDisplayId(stored) })}\n`);
}
