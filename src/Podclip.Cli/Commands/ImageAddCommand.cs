using System.CommandLine;
using Podclip.Cli.Embedded;
using Podclip.Cli.Running;
using Podclip.LocalCluster.Kubelet.Images;

namespace Podclip.Cli.Commands;

/// <summary><c>podclip cluster image add</c>.</summary>
internal sealed class ImageAddCommand : CliCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The image's name as pods use it; without a tag it stands for every tag." };
    private readonly Option<string> _root = new("--root") { Description = "The folder whose content the image adds to this machine's programs.", HelpName = "DIR" };
    private readonly Option<string> _mount = new("--mount") { Description = $"Where the folder appears in a container; {ImageEntry.DefaultMountPath} by default.", HelpName = "PATH" };
    private readonly Option<string[]> _path = new("--path") { Description = "A folder for the front of PATH, relative to the mount ('.' for itself) or absolute. Repeatable.", HelpName = "PATH" };
    private readonly Option<string[]> _variables = new("--env", "-e") { Description = "A variable that pods override. Repeatable.", HelpName = "NAME=VALUE" };
    private readonly Option<string> _user = new("--user") { Description = "The user, or user:group, for pods that name none; numbers.", HelpName = "UID[:GID]" };
    private readonly Option<string> _workingDirectory = new("--workdir") { Description = "Where containers start that name no folder.", HelpName = "PATH" };
    private readonly Option<string> _pullError = new("--pull-error") { Description = "What the registry seems to answer: every pull fails with it.", HelpName = "TEXT" };
    private readonly SecondsOption _pull = new("--pull-seconds", "How long the first pull seems to take.");

    public ImageAddCommand(CliHost host)
        : base(host, "add", "Register an image: a name and the folder that it adds to a container. Replaces one of the same name.")
    {
        Add(_name);
        foreach (var option in new Option[] { _root, _mount, _path, _variables, _user, _workingDirectory, _pullError })
        {
            Add(option);
        }

        _pull.AddTo(this);
    }

    public override IReadOnlyList<string> Examples => ["cluster image add podclip/claude:2.1.329 --root ~/claude --path ."];

    public override Task<IReadOnlyList<string>> FindProblemsAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        _ = ReadVariables(result, problems);
        _ = _pull.Read(result, problems);
        return Task.FromResult<IReadOnlyList<string>>(problems);
    }

    protected override async Task<int> ExecuteAsync(ParseResult result, CancellationToken cancellationToken)
    {
        List<string> problems = [];
        var entry = new ImageEntry
        {
            Name = result.GetRequiredValue(_name),
            Root = result.Word(_root) is { } root ? Host.Absolute(root) : null,
            MountPath = result.Word(_mount) ?? ImageEntry.DefaultMountPath,
            Path = result.Words(_path),
            Env = ReadVariables(result, problems),
            User = result.Word(_user),
            WorkingDir = result.Word(_workingDirectory),
            PullSeconds = _pull.Read(result, problems),
            PullError = result.Word(_pullError),
        };
        if (problems.Count > 0)
        {
            throw new UsageException(problems);
        }

        try
        {
            var files = new ClusterFiles(Host.State);
            files.MakeFolder();
            new ImageCatalogue(files.Folder).Add(entry);
        }
        catch (ArgumentException e)
        {
            throw new CommandException(ExitCodes.Usage, e.Message);
        }

        await Host.Terminal.Error.WriteLineAsync($"podclip: {entry.Name} is registered{(entry.Root is null ? "" : $" from {entry.Root}")}.");
        return ExitCodes.Succeeded;
    }

    private Dictionary<string, string> ReadVariables(ParseResult result, List<string> problems)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (var (name, value) in result.Words(_variables).Select(RunEnvironment.Split))
        {
            if (value is null || !RunEnvironment.IsName(name))
            {
                problems.Add($"-e {name} is not NAME=VALUE.");
            }
            else
            {
                variables[name] = value;
            }
        }

        return variables;
    }
}
