using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Podclip.Agents;
using Podclip.Engine.Planning;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Serialization;

namespace Podclip.Engine.Tests.Planning;

public class RunPlannerTests
{
    private static readonly RunIdentity Identity = new("01kan8z0example", "00112233445566778899aabbccddeeff", "0123456789abcdef");

    [Fact]
    public void A_run_of_claude_is_planned_as_its_golden_file_says() => Golden.Matches(Render(Claude()), "claude");

    [Fact]
    public void A_run_of_opencode_is_planned_as_its_golden_file_says() => Golden.Matches(
        Render(Claude() with { Agent = AgentCatalogue.Get("opencode"), Model = "anthropic/claude-sonnet-4-5", SessionId = "ses_1", Effort = "high", ExtraArguments = [] }),
        "opencode");

    [Fact]
    public void A_users_own_folder_takes_the_place_of_the_agents()
    {
        var plan = RunPlanner.Plan(
            Claude() with { Agent = AgentCatalogue.Get("opencode"), Model = null, SessionId = null, Environment = new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/data" } },
            Identity);
        var variables = plan.Job.Spec!.Template!.Spec!.Containers![0].Env!;
        Assert.NotNull(variables.Single(variable => variable.Name == "XDG_DATA_HOME").ValueFrom?.SecretKeyRef);
        Assert.Equal("/home/agent/.config", variables.Single(variable => variable.Name == "XDG_CONFIG_HOME").Value);
    }

    [Fact]
    public void Sessions_that_stand_apart_are_below_the_home_that_is_shared()
    {
        var request = Claude() with { Agent = AgentCatalogue.Get("opencode"), Model = null, SessionId = null, Home = new HomeVolume.Folder("/paperclip"), Sessions = new SessionStore.Apart("agent-1") };
        var variables = RunPlanner.Plan(request, Identity).Job.Spec!.Template!.Spec!.Containers![0].Env!;
        Assert.Equal("/paperclip/.local/share/opencode/agent-1.db", variables.Single(variable => variable.Name == "OPENCODE_DB").Value);
    }

    [Fact]
    public void A_run_of_a_script_without_a_name_is_planned_as_its_golden_file_says() =>
        Golden.Matches(Render(new RunRequest { Agent = AgentCatalogue.Get("shell"), Prompt = "echo hi"u8.ToArray() }), "shell");

    [Fact]
    public void A_folder_travels_with_the_run_in_as_many_Secrets_as_it_takes()
    {
        LaunchFile[] bundle =
        [
            new("a b/$(x)/one.sh", new byte[600_000]) { IsExecutable = true }, new("two", new byte[600_000]), new("deep/three", new byte[1_000_000]),
        ];
        var plan = RunPlanner.Plan(Claude() with { Bundle = bundle }, Identity);
        Assert.Contains("--add-dir /run/podclip/files/bundle", string.Join(' ', plan.Arguments), StringComparison.Ordinal);
        Assert.All(plan.Secrets, secret => Assert.InRange(secret.Data!.Values.Sum(value => value.Length), 0, 1_000_000));
        var items = plan.Job.Spec!.Template!.Spec!.Volumes!.Single(volume => volume.Name == "input").Projected!.Sources!.SelectMany(source => source.Secret!.Items!);
        Assert.Equal(
            [("files/bundle/a b/$(x)/one.sh", 0x16D), ("files/bundle/two", null), ("files/bundle/deep/three", (int?)null)],
            items.Where(item => item.Path!.StartsWith("files/bundle/", StringComparison.Ordinal)).Select(item => (item.Path!, item.Mode)));
        Assert.Throws<RunRequestException>(() => RunPlanner.Plan(Claude() with { Bundle = [new LaunchFile("large", new byte[1_000_001])] }, Identity));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("")]
    [InlineData("a\0b")]
    public void A_file_of_it_that_leads_elsewhere_is_refused(string name) =>
        Assert.Single(RunRequestValidator.Validate(Claude() with { Bundle = [new LaunchFile(name, default)] }));

    [Fact]
    public void The_same_request_gives_the_same_bytes() => Assert.Equal(Render(Claude()), Render(Claude()));

    [Fact]
    public void S07_No_secret_stands_in_the_Job()
    {
        var job = JsonSerializer.Serialize(RunPlanner.Plan(Claude(), Identity).Job, KubernetesJson.Default.Job);
        Assert.DoesNotContain("sk-secret", job, StringComparison.Ordinal);
        Assert.DoesNotContain("the prompt", job, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, 1)]
    [InlineData(900_000, 1)]
    [InlineData(1_500_000, 2)]
    [InlineData(5_000_000, 6)]
    public void A_prompt_of_any_size_is_cut_into_Secrets_that_the_API_takes(int length, int secrets)
    {
        var prompt = new byte[length];
        new Random(length).NextBytes(prompt);
        prompt[0] = (byte)'x';
        var plan = RunPlanner.Plan(Claude() with { Prompt = prompt }, Identity);
        Assert.Equal(secrets, plan.Secrets.Count);
        Assert.All(plan.Secrets, secret => Assert.True(secret.Data!.Values.Sum(value => value.Length) <= 1_048_576));
        var sources = plan.Job.Spec!.Template!.Spec!.Volumes!.Single(volume => volume.Name == "input").Projected!.Sources!;
        var pieces = sources
            .SelectMany(source => source.Secret!.Items!.Select(item => (item.Path, Data: plan.Secrets.Single(s => s.Metadata.Name == source.Secret.Name).Data![item.Key!])))
            .Where(piece => piece.Path!.StartsWith("stdin.", StringComparison.Ordinal))
            .OrderBy(piece => piece.Path, StringComparer.Ordinal)
            .SelectMany(piece => piece.Data);
        Assert.Equal(prompt, pieces);
    }

    [Fact]
    public void Dollars_in_arguments_are_doubled_so_that_Kubernetes_leaves_them_alone()
    {
        var plan = RunPlanner.Plan(Claude() with { ExtraArguments = ["--append-system-prompt", "$(HOME) costs $5"] }, Identity);
        Assert.Equal("$$(HOME) costs $$5", plan.Job.Spec!.Template!.Spec!.Containers![0].Command![^1]);
    }

    [Fact]
    public void A_variable_too_long_to_be_executed_with_becomes_a_file()
    {
        var plan = RunPlanner.Plan(Claude() with { Environment = new Dictionary<string, string> { ["LONG"] = new('x', 131_072), ["SHORT"] = "y" } }, Identity);
        var container = plan.Job.Spec!.Template!.Spec!.Containers![0];
        Assert.Equal("/run/podclip/env/LONG", container.Env!.Single(variable => variable.Name == "LONG_FILE").Value);
        Assert.DoesNotContain(container.Env!, variable => variable.Name == "LONG");
        Assert.NotNull(container.Env!.Single(variable => variable.Name == "SHORT").ValueFrom?.SecretKeyRef);
    }

    [Theory]
    [InlineData("reviewer", "podclip-home-reviewer")]
    [InlineData("Reviewer", "podclip-home-reviewer-")]
    [InlineData("ключ", "podclip-home-")]
    public void A_home_claim_is_a_valid_name_of_its_agent_alone(string agent, string beginning)
    {
        var name = ObjectNames.HomeClaim(agent);
        Assert.StartsWith(beginning, name, StringComparison.Ordinal);
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", name);
    }

    [Fact]
    public void A_run_with_everything_is_planned_as_its_golden_file_says() => Golden.Matches(Render(Everything()), "everything");

    [Fact]
    public void S07_No_text_that_is_secret_stands_in_the_Job_whatever_is_asked_for()
    {
        var plan = RunPlanner.Plan(Everything(), Identity);
        var job = JsonSerializer.Serialize(plan.Job, KubernetesJson.Default.Job);
        Assert.All((string[])["canary", "the prompt", "Be kind"], text => Assert.DoesNotContain(text, job, StringComparison.Ordinal));
        Assert.Contains("mcp-canary-token", plan.Redactions);
    }

    [Fact]
    public void Every_problem_of_a_request_is_named_at_once()
    {
        var problems = RunRequestValidator.Validate(new RunRequest
        {
            Agent = AgentCatalogue.Get("claude"),
            Prompt = " \n"u8.ToArray(),
            Home = new HomeVolume.Claim("Not Valid"),
            Workspace = "relative",
            Image = "two words",
            Pod = new PodOptions
            {
                Requests = new Dictionary<string, string> { ["cpu"] = "lots", ["memory"] = "-1Gi" },
                ImagePullPolicy = "Sometimes",
                Mounts = [new PodMount.Claim("Data") { Path = "data" }],
                Tolerations = [new Toleration { Key = "gpu", Operator = "Maybe" }],
            },
            Timeout = TimeSpan.Zero,
            Environment = new Dictionary<string, string> { ["1X"] = "", ["NUL"] = "a\0b" },
            Labels = new Dictionary<string, string> { ["podclip.dev/x"] = "y", ["ok"] = "not ok" },
        });
        Assert.Equal(15, problems.Count);
    }

    private static RunRequest Everything() => Claude() with
    {
        Workspace = null,
        Home = new HomeVolume.Folder("/paperclip"),
        Environment = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-canary", ["SHARED"] = "canary-of-ours" },
        SystemLabels = new Dictionary<string, string> { ["paperclip.io/agent-id"] = "a1", ["app.kubernetes.io/managed-by"] = "paperclip" },
        SecretTexts = ["mcp-canary-token"],
        JobName = "ac-a1-r1-0a1b2c",
        KeepsJob = true,
        Instructions = "Be kind."u8.ToArray(),
        McpServers = """{"mcpServers":{"x":{"headers":{"Authorization":"Bearer mcp-canary-token"}}}}"""u8.ToArray(),
        Folders = ["/paperclip/skills"],
        MaxTurns = 7,
        Pod = new PodOptions
        {
            ImagePullPolicy = "Always",
            ImagePullSecrets = ["registry"],
            DnsConfig = new PodDnsConfig { Nameservers = ["10.0.0.10"] },
            NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" },
            Tolerations = [new Toleration { Key = "gpu", Operator = "Exists" }],
            Requests = new Dictionary<string, string> { ["memory"] = "2Gi", ["cpu"] = "1000m" },
            Limits = new Dictionary<string, string> { ["memory"] = "8Gi", ["cpu"] = "4000m" },
            MountServiceAccountToken = true,
            Variables =
            [
                new EnvVar { Name = "FROM_SECRET", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "shared", Key = "key" } } },
                new EnvVar { Name = "SHARED", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "shared", Key = "gives way" } } },
            ],
            VariablesFrom = [new EnvFromSource { SecretRef = new SecretEnvSource { Name = "paperclip-secrets" } }],
            Mounts = [new PodMount.Claim("paperclip-data") { Path = "/paperclip" }, new PodMount.Secret("git", 256) { Path = "/etc/git-secret" }],
            WorkingDirectory = "/paperclip/work",
            Annotations = new Dictionary<string, string> { ["paperclip.io/agent-name"] = "Ann" },
            TimeToLive = TimeSpan.FromMinutes(5),
        },
    };

    private static RunRequest Claude() => new()
    {
        Agent = AgentCatalogue.Get("claude"),
        Prompt = "the prompt"u8.ToArray(),
        AgentName = "reviewer",
        Home = new HomeVolume.Claim(ObjectNames.HomeClaim("reviewer")),
        Workspace = "/work/repo",
        Model = "sonnet",
        SessionId = "11111111-2222-3333-4444-555555555555",
        Environment = new Dictionary<string, string> { ["ANTHROPIC_API_KEY"] = "sk-secret", ["B"] = "two" },
        Labels = new Dictionary<string, string> { ["team"] = "blue" },
        Timeout = TimeSpan.FromMinutes(10),
    };

    private static string Render(RunRequest request)
    {
        var plan = RunPlanner.Plan(request, Identity);
        var text = new StringBuilder();
        text.AppendLine(Indented(JsonSerializer.Serialize(plan.Job, KubernetesJson.Default.Job)));
        foreach (var secret in plan.Secrets)
        {
            text.AppendLine(Indented(JsonSerializer.Serialize(secret, KubernetesJson.Default.Secret)));
        }

        if (plan.HomeClaim is not null)
        {
            text.AppendLine(Indented(JsonSerializer.Serialize(plan.HomeClaim, KubernetesJson.Default.PersistentVolumeClaim)));
        }

        return text.ToString();
    }

    private static string Indented(string json) => JsonNode.Parse(json)!.ToJsonString(new JsonSerializerOptions
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = KubernetesJson.Default,
    });
}
