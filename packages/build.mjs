// node build.mjs OUT VERSION BINARY   bundles the adapters into OUT, and puts the binary into the package of both and into its own
import { build } from "esbuild";
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

const [out, version, binary] = process.argv.slice(2);
const LARGEST_PARSER_BYTES = 50_000;
rmSync(out, { recursive: true, force: true });
for (const agent of ["claude", "opencode"]) {
  const source = `paperclip-adapter-${agent}-k8s`;
  const target = path.join(out, source);
  const shared = { bundle: true, legalComments: "none", logLevel: "warning" };
  await build({ ...shared, entryPoints: [`${source}/src/index.ts`], outfile: path.join(target, "dist/index.js"), format: "esm", platform: "node", target: "node20", define: { PODCLIP_VERSION: JSON.stringify(version) } });
  await build({ ...shared, entryPoints: [`ui-parser/src/${agent}.ts`], outfile: path.join(target, "dist/ui-parser.cjs"), format: "cjs", platform: "neutral", target: "es2020", minifyWhitespace: true });
  const size = statSync(path.join(target, "dist/ui-parser.cjs")).size;
  if (size > LARGEST_PARSER_BYTES) throw new Error(`the ui-parser of ${agent} has ${size} bytes`);
  writePackage(source, target);
}

const all = path.join(out, "paperclip-adapters-k8s");
for (const agent of ["claude", "opencode"]) cpSync(path.join(out, `paperclip-adapter-${agent}-k8s`), path.join(all, `${agent}-k8s`), { recursive: true });
writePackage("paperclip-adapters-k8s", all);
const program = path.join(out, "podclip-linux-x64");
writePackage("podclip-linux-x64", program);
for (const target of [all, program]) {
  mkdirSync(path.join(target, "bin"));
  copyFileSync(binary, path.join(target, "bin/podclip"));
  chmodSync(path.join(target, "bin/podclip"), 0o755);
}

function writePackage(source, target) {
  mkdirSync(target, { recursive: true });
  const text = readFileSync(`${source}/package.json`, "utf8").replaceAll('"0.0.0"', JSON.stringify(version));
  writeFileSync(path.join(target, "package.json"), text);
  copyFileSync(`${source}/README.md`, path.join(target, "README.md"));
  copyFileSync("../LICENSE", path.join(target, "LICENSE"));
}
