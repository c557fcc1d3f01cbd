using System.Text;
using Podclip.Engine;
using Podclip.Engine.HostPods;
using Podclip.Paperclip.Adapters;
using Podclip.Paperclip.Configuration;
using Podclip.Paperclip.Contract;
using Podclip.Paperclip.Hosting;
using Podclip.Paperclip.Outcomes;
using Podclip.Paperclip.Placement;
using Podclip.Paperclip.Prompts;
using Podclip.Paperclip.Sessions;
using Podclip.Paperclip.Skills;
using Podclip.Paperclip.Variables;

namespace Podclip.Paperclip.Execution;

/// <summary>Turns what the host asks for into a run of the engine. Reads the instructions and skills, and puts the skills where the pod sees them; otherwise pure.</summary>
/// <param name="recipe">The adapter.</param>
/// <param name="host">The host's process.</param>
public sealed class ExecutionPlanner(AdapterRecipe recipe, HostProcess host)
{
    /// <summary>The plan.</summary>
    /// <param name="execution">What the host asks for.</param>
    /// <param name="settings">The agent's configuration.</param>
    /// <param name="config">Its reader, for the agent's own fields.</param>
    /// <param name="hostPod">Paperclip's pod, or null.</param>
    /// <param name="isEmbedded">Whether the cluster is the embedded one.</param>
    /// <param name="defaultNamespace">The namespace of the credentials.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="AdapterConfigException">The configuration does not allow it; all problems are named.</exception>
    public ExecutionPlan Plan(
        AdapterExecutionContext execution, AdapterSettings settings, ConfigReader config, HostPod? hostPod, bool isEmbedded, string defaultNamespace)
    {
        List<string> warnings = [];
        var workspace = WakeVariables.Workspace(execution.Context);
        var place = PodPlacement.Decide(settings, new PlacementFacts(hostPod, isEmbedded, defaultNamespace, host.PaperclipHome, workspace.Cwd));
        var session = recipe.Resumes(config) ? SessionCodec.Deserialize(execution.Runtime.SessionParams)?.SessionId ?? NullIfBlank(execution.Runtime.SessionId) : null;
        var apiUrl = ApiAddress.Find(settings.ApiUrl, hostPod, host.Variables, isEmbedded);
        if (apiUrl is null)
        {
            warnings.Add(ApiAddress.UnknownWarning);
        }

        var instructions = InstructionsFile.Read(settings.InstructionsFilePath, warnings);
        var skills = SkillsOf(execution, place, instructions, warnings);
        var input = new RecipeInput(settings, config, execution.Agent.Id, session, instructions, skills);
        var prompt = PromptWriter.Write(execution, settings, session is not null, [.. recipe.Preface(input)]);
        var servers = McpServerList.Of(settings.McpServers, execution.McpServers(), apiUrl);
        var request = recipe.Apply(
            RequestOf(execution, input, place, warnings) with
            {
                Prompt = Encoding.UTF8.GetBytes(prompt.Text),
                Environment = VariablesOf(execution, settings, hostPod, apiUrl, warnings),
                McpServers = servers.Document,
                SecretTexts = servers.Secrets,
            },
            input);
        return config.Problems.Count > 0
            ? throw new AdapterConfigException(config.Problems)
            : new ExecutionPlan
            {
                Request = request,
                Namespace = place.Namespace,
                Prompt = prompt,
                Skills = skills,
                Warnings = warnings,
                Session = new SessionFacts
                {
                    ResumedSessionId = session,
                    ConfiguredModel = settings.Model,
                    Cwd = place.Cwd,
                    WorkspaceId = workspace.Id,
                    RepoUrl = workspace.RepoUrl,
                    RepoRef = workspace.RepoRef,
                    PromptBundleKey = skills.Key,
                },
            };
    }

    private RunRequest RequestOf(AdapterExecutionContext execution, RecipeInput input, PodPlace place, List<string> warnings)
    {
        var settings = input.Settings;
        var labels = JobLabels.Of(recipe.Kind, execution, input.SessionId, settings.Labels, warnings);
        return new RunRequest
        {
            Agent = recipe.Kind.Agent,
            Prompt = ReadOnlyMemory<byte>.Empty,
            AgentName = $"{recipe.Kind.Type}/{execution.Agent.Id}",
            JobName = JobLabels.NameOf(recipe.JobPrefix, execution.Agent.Id, execution.RunId),
            SystemLabels = labels.System,
            Labels = labels.User,
            Home = place.Home,
            Image = place.Image,
            Pod = place.Pod with
            {
                Annotations = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["paperclip.io/adapter-type"] = recipe.Kind.Type,
                    ["paperclip.io/agent-name"] = execution.Agent.Name,
                },
            },
            ServiceAccountName = settings.ServiceAccountName,
            KeepsJob = settings.RetainJobs,
            Model = settings.Model,
            Effort = settings.Effort,
            SessionId = input.SessionId,
            Folders = input.Skills.Folder is { } folder ? [folder] : [],
            Bundle = input.Skills.Files,
            SkipPermissions = settings.SkipPermissions,
            ExtraArguments = settings.ExtraArguments,
            Timeout = settings.Timeout,
            Grace = settings.Grace,
            QueueTimeout = settings.QueueTimeout,
        };
    }

    private SkillBundle SkillsOf(AdapterExecutionContext execution, PodPlace place, string? instructions, List<string> warnings)
    {
        var desired = DesiredSkills.Of(execution.Config);
        warnings.AddRange(desired.Unknown.Select(key => $"Warning: desired skill \"{key}\" is not available from the Paperclip skills directory."));
        return recipe.Skills switch
        {
            SkillUse.Folder => new SkillBundler(host, place.SharedFolder).Bundle(execution.Agent.CompanyId, desired.Skills, instructions, warnings),
            SkillUse.Prompt => SkillPrompt.Write(desired.Skills, warnings),
            SkillUse.None => new SkillBundle(),
            _ => throw new System.Diagnostics.UnreachableException($"Unknown use {recipe.Skills}."),
        };
    }

    private Dictionary<string, string> VariablesOf(AdapterExecutionContext execution, AdapterSettings settings, HostPod? hostPod, string? apiUrl, List<string> warnings)
    {
        Dictionary<string, string> usable = new(StringComparer.Ordinal);
        List<string> unusable = [];
        foreach (var (name, value) in RunVariables.Of(execution, settings, recipe.Kind.Agent, host.Variables, hostPod, apiUrl))
        {
            if (VariableNames.IsUsable(name) && !value.Contains('\0', StringComparison.Ordinal))
            {
                usable[name] = value;
            }
            else
            {
                unusable.Add(name);
            }
        }

        if (unusable.Count > 0)
        {
            warnings.Add($"Warning: left out of the agent's environment, as no pod can have them: {string.Join(", ", unusable)}");
        }

        return usable;
    }

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
