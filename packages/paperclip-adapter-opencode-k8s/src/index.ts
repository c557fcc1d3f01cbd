import type { ServerAdapterModule } from "@paperclipai/adapter-utils";
import { createAdapter } from "../../bridge/src/adapter.js";
import description from "./description.json" with { type: "json" };
import { version } from "../../bridge/src/version.js";

/** The door by which Paperclip comes in. */
export const createServerAdapter = (): ServerAdapterModule => createAdapter(description, version, import.meta.url);
