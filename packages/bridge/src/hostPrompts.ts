import { realpathSync } from "node:fs";
import { access } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { AdapterExecutionContext } from "@paperclipai/adapter-utils";

type ServerUtils = typeof import("@paperclipai/adapter-utils/server-utils");

/** Texts for the agent by the host's own helpers: they change between releases, and agents are to be told what this very host means. */
export interface HostRendering {
  fresh: HostPrompt;
  resumed: HostPrompt;
  wakePayloadJson: string | null;
}

interface HostPrompt {
  wake: string;
  task: string;
}

/** The texts; undefined where the host's helpers are not found or fail: then the daemon's own serve. */
export async function renderByHost(ctx: AdapterExecutionContext): Promise<HostRendering | undefined> {
  try {
    const utils = await load();
    if (!utils) return undefined;
    const payload = ctx.context["paperclipWake"];
    const render = (resumedSession: boolean): HostPrompt => {
      const task = utils.selectPaperclipTaskMarkdown(ctx.context, { resumedSession });
      const conversationMode = Boolean(ctx.context["conversationMode"]);
      return { task, wake: utils.renderPaperclipWakePrompt(payload, { resumedSession, conversationMode, suppressIssueDescription: task.trim().length > 0 }) };
    };
    return { fresh: render(false), resumed: render(true), wakePayloadJson: utils.stringifyPaperclipWakePayload(payload) };
  } catch {
    return undefined;
  }
}

// The server's own copy: an adapter's folder cannot resolve it by name, so it is looked for beside the server's entry and above.
async function load(): Promise<ServerUtils | undefined> {
  const entry = process.argv[1];
  if (!entry) return undefined;
  for (let folder = path.dirname(realpathSync(entry)); ; folder = path.dirname(folder)) {
    const file = path.join(folder, "node_modules", "@paperclipai", "adapter-utils", "dist", "server-utils.js");
    try {
      await access(file);
    } catch {
      if (folder === path.dirname(folder)) return undefined;
      continue;
    }

    return (await import(pathToFileURL(file).href)) as ServerUtils;
  }
}
