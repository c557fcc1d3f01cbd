// node parse.mjs UI_PARSER.cjs < LINES   evaluates the parser as Paperclip's page does, and prints the entries of each line as one line of JSON
import { readFileSync } from "node:fs";
import readline from "node:readline";

const module = { exports: {} };
new Function("exports", "module", "self", "globalThis", `"use strict";\n{\n${readFileSync(process.argv[2], "utf8")}\n}`)(module.exports, module, {}, {});
for await (const line of readline.createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  process.stdout.write(`${JSON.stringify(module.exports.parseStdoutLine(JSON.parse(line), "2026-01-02T03:04:05.678Z"))}\n`);
}
