using System.Globalization;
using System.Security.Authentication;
using System.Text.Json;
using Podclip.Kubernetes.Client;

namespace Podclip.Engine.Preflight;

/// <summary>Finds out whether there is an API server, which, and who it takes us for. Without its answer nothing else is asked.</summary>
/// <param name="client">The cluster.</param>
internal sealed class ApiProbe(KubernetesClient client)
{
    private const string Anonymous = "system:anonymous";

    // "Suspending a Job" is stable from 1.24 on; a run's Job is created suspended.
    private const int OldestMinor = 24;

    /// <summary>Asks.</summary>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>What was learnt.</returns>
    public async Task<ApiAnswer> AskAsync(CancellationToken cancellationToken)
    {
        // One after the other: two questions at once to a server that does not answer take the time of two connections.
        var (version, failure) = await AskVersionAsync(cancellationToken);
        if (failure is { IsForbidden: false })
        {
            return new ApiAnswer(null, null, [Describe(failure)], IsUsable: false);
        }

        var (user, refusal) = await AskUserAsync(cancellationToken);
        if (refusal is { StatusCode: null or 401 })
        {
            return new ApiAnswer(version?.GitVersion, user, [Describe(refusal)], IsUsable: false);
        }

        if (user == Anonymous || (user is null && refusal?.Message.Contains($"\"{Anonymous}\"", StringComparison.Ordinal) == true))
        {
            return new ApiAnswer(version?.GitVersion, Anonymous, [Unauthorized($"{Server} takes these credentials for nobody's ({Anonymous}).")], IsUsable: false);
        }

        var name = user is null ? "" : $", as {user}";
        List<Finding> findings =
        [
            new Finding
            {
                Code = FindingCodes.ApiReachable,
                Level = FindingLevel.Info,
                Object = Subject,
                Message = $"Kubernetes {version?.GitVersion ?? "of an unknown version"} answers{name}.",
            },
        ];
        if (IsOld(version))
        {
            findings.Add(new Finding
            {
                Code = FindingCodes.VersionOld,
                Level = FindingLevel.Warn,
                Object = Subject,
                Message = $"{version!.GitVersion} is older than 1.{OldestMinor}, from which on a Job can be relied on to wait until it is released.",
                Remedy = "Upgrade the cluster.",
            });
        }

        return new ApiAnswer(version?.GitVersion, user, findings, IsUsable: true);
    }

    /// <summary>What is known of a server that answered too slowly to be asked anything.</summary>
    public ApiAnswer TooSlow() => new(
        null,
        null,
        [Unusable(FindingCodes.ApiUnreachable, $"{Server} did not say who it is before the time for all checks was over.", "Check the network and proxy on the way, and the load of the API server.")],
        IsUsable: false);

    /// <summary>The one finding of a server that does not answer.</summary>
    public Finding Describe(KubernetesException failure) => failure switch
    {
        { StatusCode: 401 } => Unauthorized(failure.Message),
        { StatusCode: null } when Chain(failure).Any(e => e is AuthenticationException) && !failure.IsTransient => Unusable(
            FindingCodes.ApiUntrusted,
            failure.Message,
            "Fetch the kubeconfig anew: its certificate authority did not issue this server's certificate. If it is the right one, something on the way answers in the server's place."),
        { StatusCode: null } when Chain(failure).Any(e => e is JsonException) => Unusable(
            FindingCodes.ApiUnreachable,
            failure.Message,
            "Check the server's address: what answers there is no Kubernetes API server."),
        { StatusCode: null, IsTransient: false } => Unauthorized(failure.Message),
        _ => Unusable(FindingCodes.ApiUnreachable, failure.Message, "Check the server's address, the network and proxy on the way, and that the cluster is up."),
    };

    private string Server => client.Connection.Server.GetLeftPart(UriPartial.Authority);

    private string Subject => $"API server {Server}";

    private async Task<(ServerVersion? Version, KubernetesException? Failure)> AskVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await client.GetServerVersionAsync(cancellationToken), null);
        }
        catch (KubernetesException e)
        {
            return (null, e);
        }
    }

    private async Task<(string? User, KubernetesException? Failure)> AskUserAsync(CancellationToken cancellationToken)
    {
        try
        {
            var review = await client.CreateAsync(ResourceTypes.SelfSubjectReviews, ns: null, new(), cancellationToken: cancellationToken);
            return (review.Status?.UserInfo?.Username, null);
        }
        catch (KubernetesException e)
        {
            // Before 1.28 there is no such question (404).
            return (null, e);
        }
    }

    private Finding Unauthorized(string message) => Unusable(
        FindingCodes.ApiUnauthorized,
        message,
        "Log in again, or choose other credentials with --kubeconfig and --context; in a pod, check that its service account still exists.");

    private Finding Unusable(string code, string message, string remedy) => new()
    {
        Code = code,
        Level = FindingLevel.Error,
        Object = Subject,
        Message = message,
        Remedy = remedy,
        Outcome = RunOutcome.ClusterUnavailable,
    };

    private static bool IsOld(ServerVersion? version) =>
        version is { Major: "1", Minor: { } minor }
        && int.TryParse(string.Concat(minor.TakeWhile(char.IsAsciiDigit)), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number < OldestMinor;

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (Exception? inner = exception; inner is not null; inner = inner.InnerException)
        {
            yield return inner;
        }
    }
}
