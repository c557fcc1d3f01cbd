using System.Text.Json;
using Podclip.Engine.HostPods;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Serialization;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Execution;
using Podclip.Paperclip.Hosting;

namespace Podclip.Paperclip.Tests.Execution;

/// <summary>One configuration in one surrounding: what is planned for the context that a real Paperclip sent.</summary>
internal sealed record PlanScenario(string Name)
{
    /// <summary>Everything that is secret holds this word.</summary>
    public const string Canary = "canary";

    public string Type { get; init; } = "claude_k8s";

    public string Config { get; init; } = "{}";

    public string Sample { get; init; } = "ctx-issue-assigned.json";

    public bool IsInPod { get; init; } = true;

    public bool IsEmbedded { get; init; }

    public string? SessionId { get; init; }

    public string? Instructions { get; init; }

    public string? McpServers { get; init; }

    public Dictionary<string, string> Variables { get; init; } = [];

    public static HostPod HostPod { get; } = HostPod.Of(JsonSerializer.Deserialize(File.ReadAllText(Fixtures.Path("host-pod.json")), KubernetesJson.Default.Pod)!);

    public static IReadOnlyList<PlanScenario> All { get; } =
    [
        new("01-nothing-configured"),
        new("02-everything-inherited") { Config = """{"inheritEnv": "all", "inheritSecretVolumes": "true"}""" },
        new("03-as-the-form-for-a-new-agent-stores-it")
        {
            Config = """
                {"maxTurnsPerRun": 0, "ttlSecondsAfterFinished": 0, "timeoutSec": 0, "queueTimeoutSec": 3600, "retainJobs": false, "reattachOrphanedJobs": true,
                 "resources.requests.cpu": "500m", "resources.limits.memory": "4Gi", "imagePullPolicy": "IfNotPresent", "nodeSelector": "disk=ssd\n# only there\nzone = a",
                 "tolerations": "[{\"key\":\"gpu\",\"operator\":\"Exists\"}]", "labels": "team=blue\npaperclip.io/agent-id=other"}
                """,
        },
        new("04-as-people-write-it")
        {
            Config = """
                {"maxTurnsPerRun": "7", "timeoutSec": "600", "graceSec": "5", "resources": {"requests": {"cpu": 2, "memory": "1Gi"}, "limits": {"cpu": "3"}},
                 "nodeSelector": {}, "tolerations": "spot:NoExecute\ndedicated=agents:NoSchedule", "extraArgs": ["--fallback-model", "haiku"], "model": "claude-opus-4-7", "effort": "high"}
                """,
        },
        new("05-not-in-a-pod-on-the-embedded-cluster") { IsInPod = false, IsEmbedded = true },
        new("06-not-in-a-pod-on-another-cluster")
        {
            IsInPod = false,
            Config = """{"workspaceVolumeClaim": "workspaces", "image": "registry.example/agent:1", "namespace": "agents", "paperclipApiUrl": "https://paperclip.example/"}""",
        },
        new("07-bedrock")
        {
            Variables = new() { ["CLAUDE_CODE_USE_BEDROCK"] = "1", ["AWS_REGION"] = "us-east-1", ["AWS_BEARER_TOKEN_BEDROCK"] = "canary-bedrock", ["AWS_PROFILE"] = "default" },
        },
        new("08-session-and-instructions") { SessionId = "11111111-2222-3333-4444-555555555555", Instructions = "# Be kind", Sample = "ctx-resume.json" },
        new("09-mcp-servers")
        {
            McpServers = """[{"name": "Paperclip projects", "url": "http://127.0.0.1:3100/api/mcp/project-tools", "token": "canary-mcp-token", "connectionId": "paperclip-project-tools"}]""",
            Config = """{"mcpServers": {"search": {"type": "http", "url": "https://search.example/mcp"}}}""",
        },
        new("10-opencode") { Type = "opencode_k8s", Config = """{"model": "anthropic/claude-sonnet-4-6"}""" },
        new("11-opencode-with-instructions") { Type = "opencode_k8s", Instructions = "# Be kind", Config = """{"model": "openai/gpt-4o", "variant": "high", "agentDbMode": "ephemeral"}""" },
        new("12-everything-configured")
        {
            Config = """
                {"namespace": "agents", "image": "registry.example/claude:2", "imagePullPolicy": "Always", "serviceAccountName": "agent", "mountServiceAccountToken": true,
                 "retainJobs": true, "timeoutSec": 900, "ttlSecondsAfterFinished": 86400, "inheritEnv": ["COMPANY_PROXY"], "dangerouslySkipPermissions": false,
                 "env": {"TOKEN": "canary-token", "SETTING": "canary-setting", "PAPERCLIP_API_KEY": "not this", "TMPDIR": "/tmp/x", "PAPERCLIP_RUN_SCRATCH_DIR": "/tmp/x"}}
                """,
            Variables = new() { ["COMPANY_PROXY"] = "http://proxy.example:3128" },
        },
    ];

    public ExecutionPlan Plan()
    {
        using var folder = new TemporaryFolder();
        var sample = Fixtures.Sample(Sample);
        sample["authToken"] = "canary-jwt";
        var config = (JsonObject)Fixtures.Sample(Sample)["config"]!.DeepClone();
        foreach (var key in (string[])["namespace", "model", "mode", "instructionsFilePath", "env"])
        {
            config.Remove(key);
        }

        // The sample's are of another machine.
        config["paperclipRuntimeSkills"] = new JsonArray();
        foreach (var (key, value) in JsonNode.Parse(Config)!.AsObject())
        {
            config[key] = value?.DeepClone();
        }

        if (Instructions is not null)
        {
            var file = Path.Combine(folder.Path, "AGENTS.md");
            File.WriteAllText(file, Instructions);
            config["instructionsFilePath"] = file;
        }

        sample["config"] = config;
        sample["runtime"]!["sessionId"] = SessionId;
        sample["runtime"]!["sessionParams"] = null;
        sample["runtimeMcp"] = McpServers is null ? null : new JsonObject { ["servers"] = JsonNode.Parse(McpServers) };
        var execution = sample.Deserialize(PaperclipJson.Plain.AdapterExecutionContext)!;
        var recipe = AdapterRecipes.Find(Type)!;
        var reader = new ConfigReader(config);
        var settings = AdapterSettingsReader.Read(reader, recipe.ReattachesByDefault);
        Dictionary<string, string> variables = new(Variables, StringComparer.Ordinal) { ["PAPERCLIP_HOME"] = "/paperclip", ["ANTHROPIC_API_KEY"] = "canary-anthropic", ["PATH"] = "/bin" };
        return new ExecutionPlanner(recipe, new HostProcess(variables, "/home/node"))
            .Plan(execution, settings, reader, IsInPod ? HostPod : null, IsEmbedded, "default");
    }
}
