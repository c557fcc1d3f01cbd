using Podclip.Kubernetes.Client;
using Podclip.Kubernetes.Resources.Authorization;

namespace Podclip.Engine.Preflight.Checks;

/// <summary>May we do what a run will do? Asks for every verb on its own: a list of one's rules may be incomplete, an answer to a question is not.</summary>
internal sealed class AccessCheck : ICheck
{
    /// <summary>What was answered, of every verb; empty before there was an answer.</summary>
    public IReadOnlyList<AccessAnswer> Answers { get; private set; } = [];

    public string Subject => "access";

    public bool IsInsideNamespace => false;

    public async Task<IReadOnlyList<Finding>> RunAsync(PreflightContext context, CancellationToken cancellationToken)
    {
        Answers = await Task.WhenAll(RequiredAccess.Needs.Select(need => AskAsync(context, need, cancellationToken)));
        var asked = Answers.Where(answer => !answer.Need.OnlyForClaims || context.Plan.HomeClaim is not null).ToList();
        if (asked.Find(answer => answer.Failure is not null) is { Failure: { } failure })
        {
            throw failure;
        }

        return Judge(context, [.. asked.Select(answer => answer.Need)], asked.Where(answer => !answer.IsAllowed).Select(answer => answer.Need).ToLookup(need => need.Grade));
    }

    private static List<Finding> Judge(PreflightContext context, List<AccessNeed> asked, ILookup<AccessGrade, AccessNeed> missing)
    {
        List<Finding> findings = [];
        if (missing[AccessGrade.Required].ToList() is { Count: > 0 } required)
        {
            // Whoever may do nothing at all in a namespace cannot tell it from one that does not exist.
            var doubt = required.Count == asked.Count(need => need.Grade is AccessGrade.Required)
                ? $" If there is no namespace {context.Namespace} yet, make that first: kubectl create namespace {context.Namespace}."
                : "";
            findings.Add(Finding(context, FindingCodes.AccessMissing, FindingLevel.Error, $"{Who(context)} may not {List(required)} in namespace {context.Namespace}.") with
            {
                Remedy = $"Let whoever governs the namespace apply the Role{(context.User is null ? " and bind it to you" : "")}.{doubt}",
                Yaml = RequiredAccess.Yaml(context.Namespace, context.User),
                Outcome = RunOutcome.ClusterUnavailable,
            });
        }

        if (missing[AccessGrade.Preferred].ToList() is { Count: > 0 } preferred)
        {
            var purposes = preferred.Select(need => need.Purpose).Distinct(StringComparer.Ordinal);
            findings.Add(Finding(
                context,
                FindingCodes.AccessDegraded,
                FindingLevel.Warn,
                $"{Who(context)} may not {List(preferred)} in namespace {context.Namespace}. Runs work without it, but degraded: {string.Join("; ", purposes)}.") with
            {
                Remedy = "Let whoever governs the namespace apply the Role.",
                Yaml = RequiredAccess.Yaml(context.Namespace, context.User),
            });
        }

        if (findings.Count == 0)
        {
            var verbs = asked.Count(need => need.Grade is not AccessGrade.Diagnostic);
            findings.Add(Finding(context, FindingCodes.AccessGranted, FindingLevel.Info, $"{Who(context)} may do all that a run needs ({verbs} verbs)."));
        }

        if (missing[AccessGrade.Diagnostic].ToList() is { Count: > 0 } diagnostic)
        {
            findings.Add(Finding(context, FindingCodes.AccessUnseen, FindingLevel.Info, $"{Who(context)} may not {List(diagnostic)}: no run needs it, but less can be checked."));
        }

        return findings;
    }

    private static async Task<AccessAnswer> AskAsync(PreflightContext context, AccessNeed need, CancellationToken cancellationToken)
    {
        try
        {
            return new AccessAnswer(need, await IsAllowedAsync(context, need, cancellationToken), null);
        }
        catch (KubernetesException e)
        {
            return new AccessAnswer(need, false, e);
        }
    }

    private static async Task<bool> IsAllowedAsync(PreflightContext context, AccessNeed need, CancellationToken cancellationToken)
    {
        var parts = need.Resource.Split('/');
        var review = new SelfSubjectAccessReview
        {
            Spec = new SelfSubjectAccessReviewSpec
            {
                ResourceAttributes = new ResourceAttributes
                {
                    Namespace = context.Namespace,
                    Verb = need.Verb,
                    Group = need.Group,
                    Resource = parts[0],
                    Subresource = parts.ElementAtOrDefault(1),

                    // A namespace is read by its own name only.
                    Name = need.Resource == "namespaces" ? context.Namespace : null,
                },
            },
        };
        var answer = await context.Client.CreateAsync(ResourceTypes.SelfSubjectAccessReviews, ns: null, review, cancellationToken: cancellationToken);
        return answer.Status?.Allowed == true;
    }

    private static Finding Finding(PreflightContext context, string code, FindingLevel level, string message) => new()
    {
        Code = code,
        Level = level,
        Object = context.Named("Role", RequiredAccess.RoleName),
        Message = message,
    };

    private static string Who(PreflightContext context) => context.User ?? "This user";

    private static string List(IEnumerable<AccessNeed> needs) => string.Join("; ", needs
        .GroupBy(need => (need.Group, need.Resource))
        .Select(group => $"{string.Join(", ", group.Select(need => need.Verb))} {group.Key.Resource}{(group.Key.Group.Length == 0 ? "" : $".{group.Key.Group}")}"));
}
