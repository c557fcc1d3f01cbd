using System.Text.Json;
using Podclip.Paperclip.AdapterUtils;
using Podclip.Paperclip.Contract;

namespace Podclip.Vectors;

/// <summary>The helpers under their names in the host, called with JSON.</summary>
public static class HostFunctions
{
    private static readonly Dictionary<string, Func<Vector, JsonNode?>> Functions = new(StringComparer.Ordinal)
    {
        ["asString"] = call => ConfigValues.AsString(call[0], Text(call[1])),
        ["asNumber"] = call => ConfigValues.AsNumber(call[0], Number(call[1])),
        ["asBoolean"] = call => ConfigValues.AsBoolean(call[0], Flag(call[1])),
        ["asStringArray"] = call => List(ConfigValues.AsStringArray(call[0])),
        ["parseObject"] = call => ConfigValues.ParseObject(call[0]).DeepClone(),
        ["parseJson"] = call => ConfigValues.ParseJson(Text(call[0])),
        ["appendWithCap"] = call => CapturedText.AppendWithCap(Text(call[0]), Text(call[1]), Cap(call[2])),
        ["appendWithByteCap"] = call => CapturedText.AppendWithByteCap(Text(call[0]), Text(call[1]), Cap(call[2])),
        ["resolvePathValue"] = call => PromptTemplates.ResolvePathValue(call[0], Text(call[1])),
        ["renderTemplate"] = call => PromptTemplates.RenderTemplate(Text(call[0]), call[1]),
        ["joinPromptSections"] = call => call[1] is null
            ? PromptTemplates.JoinPromptSections(((JsonArray)call[0]!).Select(OptionalText))
            : PromptTemplates.JoinPromptSections(((JsonArray)call[0]!).Select(OptionalText), Text(call[1])),
        ["isPaperclipRuntimeEnvKey"] = call => PaperclipEnv.IsPaperclipRuntimeEnvKey(Text(call[0])),
        ["isForbiddenConfigEnvKey"] = call => PaperclipEnv.IsForbiddenConfigEnvKey(Text(call[0])),
        ["buildPaperclipEnv"] = call => Json(PaperclipEnv.BuildPaperclipEnv(Text(call[0]!["id"]), Text(call[0]!["companyId"]), call.Environment)),
        ["buildRuntimeToolsEnv"] = call => Json(PaperclipEnv.BuildRuntimeToolsEnv(call[0] as JsonObject)),
        ["applyPaperclipWorkspaceEnv"] = call => Json(WorkspaceEnv.ApplyPaperclipWorkspaceEnv(Variables(call[0]), Workspace(call[1]))),
        ["shapePaperclipWorkspaceEnvForExecution"] = call => Json(WorkspaceEnv.ShapePaperclipWorkspaceEnvForExecution(Workspace(call[0]), Place(call[0]))),
        ["rewriteWorkspaceCwdEnvVarsForExecution"] = call => Json(WorkspaceEnv.RewriteWorkspaceCwdEnvVarsForExecution(
            ConfigValues.ParseObject(call[0]!["env"]), OptionalText(call[0]!["workspaceCwd"]), Place(call[0]))),
        ["refreshPaperclipWorkspaceEnvForExecution"] = Refresh,
        ["sanitizeInheritedPaperclipEnv"] = call => Json(PaperclipEnv.SanitizeInheritedPaperclipEnv(Variables(call[0]))),
        ["sanitizeRemoteExecutionEnv"] = call => Json(PaperclipEnv.SanitizeRemoteExecutionEnv(
            Variables(call[0]), call[1] is null ? call.Environment : Variables(call[1]))),
        ["redactEnvForLogs"] = call => Json(SecretRedaction.RedactEnvForLogs(Variables(call[0]))),
        ["buildInvocationEnvForLogs"] = call => Json(SecretRedaction.BuildInvocationEnvForLogs(
            Variables(call[0]),
            Variables(call[1]?["runtimeEnv"]),
            ConfigValues.AsStringArray(call[1]?["includeRuntimeKeys"]),
            OptionalText(call[1]?["resolvedCommand"]),
            OptionalText(call[1]?["resolvedCommandEnvKey"]) ?? "PAPERCLIP_RESOLVED_COMMAND")),
        ["redactCommandText"] = call => SecretRedaction.RedactCommandText(Text(call[0]), OptionalText(call[1]) ?? SecretRedaction.RedactedValue),
        ["redactDiagnosticText"] = call => SecretRedaction.RedactDiagnosticText(Text(call[0]), OptionalText(call[1]) ?? SecretRedaction.RedactedValue),
        ["redactHomePathUserSegments"] = call => HomePathRedaction.RedactHomePathUserSegments(Text(call[0]), IsEnabled(call[1])),
        ["redactHomePathUserSegmentsInValue"] = call => HomePathRedaction.RedactHomePathUserSegmentsInValue(call[0], IsEnabled(call[1])),
        ["redactTranscriptEntryPaths"] = call => HomePathRedaction.RedactTranscriptEntryPaths(ConfigValues.ParseObject(call[0]), IsEnabled(call[1])),
        ["readPaperclipSkillSyncPreference"] = call => JsonSerializer.SerializeToNode(
            PaperclipSkills.ReadPaperclipSkillSyncPreference(ConfigValues.ParseObject(call[0])), PaperclipJson.Plain.SkillSyncPreference),
        ["resolvePaperclipDesiredSkillNames"] = call => List(PaperclipSkills.ResolvePaperclipDesiredSkillNames(
            ConfigValues.ParseObject(call[0]), Skills(call[1]))),
        ["resolveLegacyPaperclipDesiredSkillNames"] = call => List(PaperclipSkills.ResolveLegacyPaperclipDesiredSkillNames(
            ConfigValues.ParseObject(call[0]), Skills(call[1]))),
        ["readPaperclipRuntimeSkillEntries"] = call => JsonSerializer.SerializeToNode(
            PaperclipSkills.ReadPaperclipRuntimeSkillEntries(ConfigValues.ParseObject(call[0]), Text(call[1]), ConfigValues.AsStringArray(call[2])),
            PaperclipJson.Plain.IReadOnlyListPaperclipSkill),
        ["isPaperclipSkillSourceMissing"] = call => PaperclipSkills.IsPaperclipSkillSourceMissing(Skill(call[0])),
        ["writePaperclipSkillSyncPreference"] = call => PaperclipSkills.WritePaperclipSkillSyncPreference(
            ConfigValues.ParseObject(call[0]), ((JsonArray)call[1]!).Select(Desired)),
        ["buildRuntimeMountedSkillSnapshot"] = call => JsonSerializer.SerializeToNode(
            SkillSnapshots.BuildRuntimeMountedSkillSnapshot(SnapshotRequest(call[0]!)), PaperclipJson.Plain.AdapterSkillSnapshot),
        ["getAdapterSessionManagement"] = call => JsonSerializer.SerializeToNode(
            SessionCompaction.GetAdapterSessionManagement(OptionalText(call[0])), PaperclipJson.Plain.AdapterSessionManagement),
        ["resolveSessionCompactionPolicy"] = call => JsonSerializer.SerializeToNode(
            SessionCompaction.ResolveSessionCompactionPolicy(OptionalText(call[0]), call[1]), PaperclipJson.Plain.SessionCompactionResolution),
        ["hasSessionCompactionThresholds"] = call => SessionCompaction.HasSessionCompactionThresholds(
            call[0].Deserialize(PaperclipJson.Plain.SessionCompactionPolicy)!),
        ["parseEnvBindings"] = call => EnvBindings.ParseEnvBindings(call[0]),
        ["parseEnvVars"] = call => Json(EnvBindings.ParseEnvVars(Text(call[0]))),
        ["buildAdapterEnvConfig"] = call => EnvBindings.BuildAdapterEnvConfig(call[0], OptionalText(call[1])),
        ["inferOpenAiCompatibleBiller"] = call => call.Arguments.Count < 2
            ? Billing.InferOpenAiCompatibleBiller(Variables(call[0]))
            : Billing.InferOpenAiCompatibleBiller(Variables(call[0]), OptionalText(call[1])),
        ["resolvePaperclipInstanceRootForAdapter"] = call => PaperclipInstance.ResolvePaperclipInstanceRootForAdapter(
            OptionalText(call[0]?["homeDir"]), OptionalText(call[0]?["instanceId"]), call[0]?["env"] is { } variables ? Variables(variables) : call.Environment),
        ["defaultPathForPlatform"] = _ => PaperclipEnv.DefaultPathForPlatform(),
        ["ensurePathInEnv"] = call => Json(PaperclipEnv.EnsurePathInEnv(Variables(call[0]))),
        ["renderPaperclipWakePrompt"] = call => WakePrompts.RenderPaperclipWakePrompt(call[0], new WakePromptOptions
        {
            ResumedSession = Flag(call[1]?["resumedSession"]),
            ConversationMode = Flag(call[1]?["conversationMode"]),
            IncludeExecutionContract = Flag(call[1]?["includeExecutionContract"]),
            SuppressIssueDescription = Flag(call[1]?["suppressIssueDescription"]),
            NativeWakeReaderAvailable = Flag(call[1]?["nativeWakeReaderAvailable"]),
        }),
        ["stringifyPaperclipWakePayload"] = call => WakePrompts.StringifyPaperclipWakePayload(call[0], Flag(call[1]?["omitIssueDescription"])),
        ["selectPaperclipTaskMarkdown"] = call => WakePrompts.SelectPaperclipTaskMarkdown(call[0], Flag(call[1]?["resumedSession"])),
        ["isAssignmentShapedPaperclipWakeReason"] = call => WakePrompts.IsAssignmentShapedPaperclipWakeReason(call[0]),
        ["readPaperclipIssueWorkModeFromContext"] = call => WakePrompts.ReadPaperclipIssueWorkModeFromContext(call[0]),
        ["isPaperclipRecoveryWakePayload"] = call => WakePrompts.IsPaperclipRecoveryWakePayload(call[0]),
    };

    /// <summary>The names.</summary>
    public static IReadOnlyCollection<string> Names => Functions.Keys;

    /// <summary>Calls a helper.</summary>
    /// <param name="call">Which and with what; arguments that the helper changes are changed.</param>
    /// <returns>What it returns.</returns>
    /// <exception cref="KeyNotFoundException">There is no such helper.</exception>
    public static JsonNode? Call(Vector call) =>
        Functions.TryGetValue(call.Function, out var function) ? function(call) : throw new KeyNotFoundException($"{call.Function} is not implemented.");

    private static JsonObject Refresh(Vector call)
    {
        var input = (JsonObject)call[0]!;
        var environment = Variables(input["env"]);
        var shaped = WorkspaceEnv.RefreshPaperclipWorkspaceEnvForExecution(
            environment, ConfigValues.ParseObject(input["envConfig"]), Workspace(input), Place(input));
        input["env"] = Json(environment);
        return Json(shaped);
    }

    private static string Text(JsonNode? value) => OptionalText(value) ?? "";

    private static string? OptionalText(JsonNode? value) => value?.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;

    private static double Number(JsonNode? value) => ConfigValues.AsNumber(value, 0);

    private static bool Flag(JsonNode? value) => ConfigValues.AsBoolean(value, false);

    private static bool IsEnabled(JsonNode? options) => ConfigValues.AsBoolean(options?["enabled"], true);

    private static int Cap(JsonNode? value) => (int)ConfigValues.AsNumber(value, CapturedText.MaxCaptureBytes);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Json(IEnumerable<KeyValuePair<string, string>> variables) =>
        new(variables.Select(variable => KeyValuePair.Create<string, JsonNode?>(variable.Key, variable.Value)));

    private static JsonObject Json(ShapedWorkspace shaped) => new()
    {
        ["workspaceCwd"] = shaped.Cwd,
        ["workspaceWorktreePath"] = shaped.WorktreePath,
        ["workspaceHints"] = new JsonArray([.. shaped.Hints.Select(hint => hint?.DeepClone())]),
    };

    private static Dictionary<string, string> Variables(JsonNode? value) =>
        ConfigValues.ParseObject(value).Where(member => OptionalText(member.Value) is not null)
            .ToDictionary(member => member.Key, member => Text(member.Value), StringComparer.Ordinal);

    private static PaperclipWorkspace Workspace(JsonNode? value)
    {
        var input = ConfigValues.ParseObject(value);
        return new PaperclipWorkspace
        {
            Cwd = OptionalText(input["workspaceCwd"]),
            Source = OptionalText(input["workspaceSource"]),
            Strategy = OptionalText(input["workspaceStrategy"]),
            Id = OptionalText(input["workspaceId"]),
            RepoUrl = OptionalText(input["workspaceRepoUrl"]),
            RepoRef = OptionalText(input["workspaceRepoRef"]),
            Branch = OptionalText(input["workspaceBranch"]),
            WorktreePath = OptionalText(input["workspaceWorktreePath"]),
            AgentHome = OptionalText(input["agentHome"]),
            Hints = input["workspaceHints"] is JsonArray hints ? [.. hints] : [],
        };
    }

    private static ExecutionPlace Place(JsonNode? value)
    {
        var input = ConfigValues.ParseObject(value);
        return new ExecutionPlace
        {
            IsRemote = Flag(input["executionTargetIsRemote"]),
            Cwd = OptionalText(input["executionCwd"]),
            StagedProjectDirs = Variables(input["stagedProjectDirs"]),
        };
    }

    private static IReadOnlyList<PaperclipSkill> Skills(JsonNode? value) => [.. ((JsonArray)value!).Select(Skill)];

    private static PaperclipSkill Skill(JsonNode? value) => new()
    {
        Key = Text(value?["key"]),
        RuntimeName = Text(value?["runtimeName"]),
        Source = Text(value?["source"]),
        VersionId = OptionalText(value?["versionId"]),
        CurrentVersionId = OptionalText(value?["currentVersionId"]),
        SourceStatus = OptionalText(value?["sourceStatus"]),
        MissingDetail = OptionalText(value?["missingDetail"]),
    };

    private static DesiredSkill Desired(JsonNode? value) =>
        OptionalText(value) is { } key ? new DesiredSkill(key, null) : new DesiredSkill(Text(value?["key"]), OptionalText(value?["versionId"]));

    private static SkillSnapshotRequest SnapshotRequest(JsonNode input)
    {
        var request = new SkillSnapshotRequest
        {
            AdapterType = Text(input["adapterType"]),
            AvailableEntries = Skills(input["availableEntries"]),
            DesiredSkills = ConfigValues.AsStringArray(input["desiredSkills"]),
            ConfiguredDetail = OptionalText(input["configuredDetail"]),
            UnsupportedDetail = OptionalText(input["unsupportedDetail"]),
            Mode = OptionalText(input["mode"]) ?? "ephemeral",
            Supported = input["supported"] is { } supported ? Flag(supported) : null,
            ExternalLocationLabel = OptionalText(input["externalLocationLabel"]),
            ExternalInstalled = ConfigValues.ParseObject(input["externalInstalled"])
                .ToDictionary(member => member.Key, member => OptionalText(member.Value?["targetPath"]), StringComparer.Ordinal),
            SkillsHome = OptionalText(input["skillsHome"]),
            Warnings = ConfigValues.AsStringArray(input["warnings"]),
        };
        request = OptionalText(input["missingDetail"]) is { } missing ? request with { MissingDetail = missing } : request;
        return OptionalText(input["externalDetail"]) is { } external ? request with { ExternalDetail = external } : request;
    }
}
