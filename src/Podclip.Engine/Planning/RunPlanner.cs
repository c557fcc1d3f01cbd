using System.Globalization;
using System.Text;
using Podclip.Agents;

namespace Podclip.Engine.Planning;

/// <summary>Turns a request into the objects of its run. Pure: same request and identity, same bytes.</summary>
internal static class RunPlanner
{
    // One string of an exec'd environment, name and value and the byte at its end, may not be longer (MAX_ARG_STRLEN).
    private const int LongestVariable = 131_071;

    /// <summary>The part of a request that concerns the agent itself.</summary>
    public static AgentRequest ToAgentRequest(RunRequest request) => new()
    {
        Prompt = request.Prompt,
        SessionId = request.SessionId,
        Sessions = request.Sessions,
        Model = request.Model,
        Effort = request.Effort,
        Instructions = request.Instructions,
        McpServers = request.McpServers,
        Folders = request.Bundle.Count == 0 ? request.Folders : [.. request.Folders, PodPaths.Bundle],
        FileDirectory = PodPaths.Files,
        MaxTurns = request.MaxTurns,
        MaxToolOutputBytes = request.MaxToolOutputBytes,
        SkipPermissions = request.SkipPermissions,
        ExtraArguments = request.ExtraArguments,
    };

    /// <summary>The plan of a valid request.</summary>
    public static RunPlan Plan(RunRequest request, RunIdentity identity)
    {
        var launch = request.Agent.PlanLaunch(ToAgentRequest(request));

        var payload = new RunPayload();
        var guard = ObjectNames.Guard(request.AgentName, identity.RunId);
        string SecretName(int index) => index == 0 ? guard : ObjectNames.Overflow(identity.RunId, index);

        var files = new List<InputFile>();
        var home = request.Home is HomeVolume.Folder folder ? folder.Path : PodPaths.Home;
        List<EnvVar> variables = [new() { Name = "HOME", Value = JobManifest.EscapeDollars(home) }, .. OwnVariables(launch, request, home)];
        foreach (var (name, value) in request.Environment.Where(pair => pair.Key != "HOME").OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            AddVariable(name, value, payload, files, variables, SecretName);
        }

        // A reference gives way to the run's own value of the same name.
        variables.AddRange(request.Pod.Variables.Where(reference => !variables.Exists(own => own.Name == reference.Name)));
        foreach (var (index, text) in request.SecretTexts.Index())
        {
            // Not for the pod: whoever takes the run up later must know what to blank out, and reads it by this key's name.
            payload.Add(string.Create(CultureInfo.InvariantCulture, $"secret-text.{index:D3}"), Encoding.UTF8.GetBytes(text));
        }

        files.AddRange(launch.Files.Select(file => AddFile(file, $"file.{file.Name}", PodPaths.Files, payload)));
        files.AddRange(request.Bundle.Select((file, index) => AddFile(file, string.Create(CultureInfo.InvariantCulture, $"bundle.{index:D5}"), PodPaths.Bundle, payload)));
        files.AddRange(payload.AddPieces("stdin", launch.StandardInput).Select(piece => new InputFile(piece.Secret, piece.Key, piece.Key)));

        var volumes = new PodVolumes(request, files, SecretName);
        var metadata = Metadata(request, identity);
        return new RunPlan
        {
            Identity = identity,
            Arguments = launch.Arguments,
            Job = JobManifest.Build(request, identity, launch, metadata, variables, volumes),
            Secrets =
            [
                .. payload.Secrets.Select((data, index) => new Secret
                {
                    ApiVersion = "v1",
                    Kind = "Secret",
                    Metadata = metadata with { Name = SecretName(index) },
                    Type = "Opaque",
                    Data = data,
                }),
            ],
            HomeClaim = request.Home is HomeVolume.Claim claim ? HomeClaim(claim.Name) : null,
            Redactions = SecretValues.Of(request.Environment, request.SecretTexts),
        };
    }

    // What the agent needs of us is no secret and may be read in the Job; a user's own value takes its place.
    private static IEnumerable<EnvVar> OwnVariables(AgentLaunch launch, RunRequest request, string home) =>
        launch.Environment
            .Concat(launch.HomeFolders.Select(pair => KeyValuePair.Create(pair.Key, $"{home}/{pair.Value}")))
            .Where(pair => !request.Environment.ContainsKey(pair.Key))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new EnvVar { Name = pair.Key, Value = JobManifest.EscapeDollars(pair.Value) });

    private static InputFile AddFile(LaunchFile file, string key, string folder, RunPayload payload) =>
        payload.AddWhole(key, file.Content) is { } place
            ? new InputFile(place.Secret, place.Key, $"{Path.GetRelativePath(EntryScript.InputDirectory, folder)}/{file.Name}") { IsExecutable = file.IsExecutable }
            : throw new RunRequestException([$"The file {file.Name} has {file.Content.Length} bytes; no Secret can hold that."]);

    private static void AddVariable(
        string name,
        string value,
        RunPayload payload,
        List<InputFile> files,
        List<EnvVar> variables,
        Func<int, string> secretName)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        if (name.Length + bytes.Length + 1 > LongestVariable)
        {
            if (payload.AddWhole($"env.{name}", bytes) is { } place)
            {
                files.Add(new InputFile(place.Secret, place.Key, $"env/{name}"));
                variables.Add(new EnvVar { Name = $"{name}_FILE", Value = $"{EntryScript.InputDirectory}/env/{name}" });
                return;
            }

            throw new RunRequestException([$"The value of {name} has {bytes.Length} bytes; no Secret can hold that."]);
        }

        var secret = payload.Add(name, bytes);
        variables.Add(new EnvVar
        {
            Name = name,
            ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = secretName(secret), Key = name } },
        });
    }

    private static ObjectMeta Metadata(RunRequest request, RunIdentity identity)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [PodclipLabels.ManagedBy] = PodclipLabels.ManagedByPodclip,
            [PodclipLabels.RunId] = identity.RunId,
            [PodclipLabels.Agent] = request.Agent.Name,
        };
        var annotations = new SortedDictionary<string, string>(StringComparer.Ordinal) { [PodclipLabels.Owner] = identity.Owner };
        if (request.AgentName is not null)
        {
            labels[PodclipLabels.AgentKey] = ObjectNames.AgentKey(request.AgentName);
            annotations[PodclipLabels.AgentName] = request.AgentName;
        }

        foreach (var (key, value) in request.SystemLabels)
        {
            labels[key] = value;
        }

        foreach (var (key, value) in request.Labels)
        {
            labels.TryAdd(key, value);
        }

        foreach (var (key, value) in request.Pod.Annotations)
        {
            annotations.TryAdd(key, value);
        }

        return new ObjectMeta { Labels = labels, Annotations = annotations };
    }

    private static PersistentVolumeClaim HomeClaim(string name) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = new ObjectMeta
        {
            Name = name,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { [PodclipLabels.ManagedBy] = PodclipLabels.ManagedByPodclip },
        },
        Spec = new PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            Resources = new ResourceRequirements { Requests = new Dictionary<string, string>(StringComparer.Ordinal) { ["storage"] = "5Gi" } },
        },
    };
}
