import type {
  AdapterConfigSchema,
  AdapterEnvironmentTestContext,
  AdapterEnvironmentTestResult,
  AdapterModel,
  AdapterRuntimeToolDelivery,
  AdapterSkillContext,
  AdapterSkillSnapshot,
  ServerAdapterModule,
} from "@paperclipai/adapter-utils";
import { BridgeError, messageOf } from "./bridgeError.js";
import { connect } from "./daemon.js";
import { execute } from "./execute.js";
import { ask } from "./http.js";
import { sessionCodec } from "./sessionCodec.js";

const TEST_TIMEOUT_MS = 90_000;
const QUESTION_TIMEOUT_MS = 15_000;

/** What `podclip adapter describe` says; it stands in the package, so that nothing has to run before an agent does. */
export interface Description {
  type: string;
  label: string;
  supportsLocalAgentJwt: boolean;
  supportsInstructionsBundle: boolean;
  instructionsPathKey: string;
  requiresMaterializedRuntimeSkills: boolean;
  runtimeToolDelivery: string;
  sessionManagement: Record<string, unknown>;
  models: AdapterModel[];
  agentConfigurationDoc: string;
  configSchema: unknown;
}

/** The adapter for the host. Starts nothing: the daemon is looked for when something is asked of it. */
export function createAdapter(description: Description, version: string, moduleUrl: string): ServerAdapterModule {
  const { type } = description;
  const daemon = () => connect(moduleUrl, version);
  const question = async <T>(method: string, path: string, body?: unknown, timeoutMs = QUESTION_TIMEOUT_MS): Promise<T> =>
    ask<T>(await daemon(), method, `/v1/adapters/${type}${path}`, body === undefined ? undefined : JSON.stringify(body), timeoutMs);
  const models = () => question<AdapterModel[]>("GET", "/models").catch(() => description.models);
  const skills = (ctx: AdapterSkillContext) => question<AdapterSkillSnapshot>("POST", "/skills", ctx).catch((error: unknown) => noSkills(type, error));
  return {
    type,
    supportsLocalAgentJwt: description.supportsLocalAgentJwt,
    supportsInstructionsBundle: description.supportsInstructionsBundle,
    instructionsPathKey: description.instructionsPathKey,
    requiresMaterializedRuntimeSkills: description.requiresMaterializedRuntimeSkills,
    runtimeToolDelivery: description.runtimeToolDelivery as AdapterRuntimeToolDelivery,
    sessionManagement: description.sessionManagement as unknown as ServerAdapterModule["sessionManagement"],
    sessionCodec,
    models: description.models,
    agentConfigurationDoc: description.agentConfigurationDoc,
    getConfigSchema: () => description.configSchema as AdapterConfigSchema,
    listModels: models,
    refreshModels: models,
    listSkills: skills,
    syncSkills: (ctx, desiredSkills) => skills({ ...ctx, config: { ...ctx.config, paperclipSkillSync: { ...(ctx.config["paperclipSkillSync"] as object | undefined), desiredSkills } } }),
    testEnvironment: (ctx) => question<AdapterEnvironmentTestResult>("POST", "/test", testBody(ctx), TEST_TIMEOUT_MS).catch((error: unknown) => failedTest(type, error)),
    execute: (ctx) => execute(type, daemon, ctx),
  };
}

const testBody = (ctx: AdapterEnvironmentTestContext) => ({ ...ctx, executionTarget: ctx.executionTarget ?? null });

function failedTest(type: string, error: unknown): AdapterEnvironmentTestResult {
  const known = error instanceof BridgeError ? error : undefined;
  return {
    adapterType: type,
    status: "fail",
    checks: [{ code: known?.code ?? "podclip_unreachable", level: "error", message: known?.message ?? `Podclip's daemon cannot be reached: ${messageOf(error)}`, hint: known?.hint ?? null }],
    testedAt: new Date().toISOString(),
  };
}

const noSkills = (type: string, error: unknown): AdapterSkillSnapshot => ({
  adapterType: type,
  supported: false,
  mode: "unsupported",
  desiredSkills: [],
  entries: [],
  warnings: [error instanceof BridgeError ? `${error.message}. ${error.hint}` : `Podclip's daemon cannot be reached: ${messageOf(error)}`],
});
