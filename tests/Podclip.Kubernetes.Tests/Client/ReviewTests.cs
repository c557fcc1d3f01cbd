using System.Text.Json.Nodes;
using Podclip.Kubernetes.Resources.Authorization;

namespace Podclip.Kubernetes.Tests.Client;

/// <summary>Questions about oneself and about the server, beside what a real one was asked and answered.</summary>
public class ReviewTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ssar-allowed", true)]
    [InlineData("ssar-denied", false)]
    [InlineData("ssar-subresource-allowed", true)]
    public async Task A_question_about_a_verb_is_asked_and_answered_as_recorded(string name, bool allowed)
    {
        var recording = Recording.Load(name);
        await using var server = await TestServer.StartAsync(recording.PlayAsync);
        using var client = server.Client();
        var asked = recording.RequestBody!["spec"]!["resourceAttributes"]!;
        var attributes = new ResourceAttributes
        {
            Namespace = (string?)asked["namespace"],
            Verb = (string?)asked["verb"],
            Group = (string?)asked["group"],
            Resource = (string?)asked["resource"],
            Subresource = (string?)asked["subresource"],
        };
        var answer = await client.CreateAsync(ResourceTypes.SelfSubjectAccessReviews, null, new SelfSubjectAccessReview { Spec = new() { ResourceAttributes = attributes } }, cancellationToken: Token);

        Assert.Equal(allowed, answer.Status!.Allowed);
        var request = Assert.Single(server.Requests);
        Assert.Equal(("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"), (request.Method, request.Path));
        Assert.True(JsonNode.DeepEquals(asked, JsonNode.Parse(request.Body)!["spec"]!["resourceAttributes"]), request.Body);
    }

    [Fact]
    public async Task Who_one_is_to_the_server()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("whoami").PlayAsync);
        using var client = server.Client();
        var answer = await client.CreateAsync(ResourceTypes.SelfSubjectReviews, null, new SelfSubjectReview(), cancellationToken: Token);
        Assert.Equal("system:serviceaccount:wire:runner", answer.Status!.UserInfo!.Username);
        Assert.Contains("system:serviceaccounts:wire", answer.Status.UserInfo.Groups!);
        Assert.Equal("/apis/authentication.k8s.io/v1/selfsubjectreviews", Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task The_version_of_the_server()
    {
        await using var server = await TestServer.StartAsync(Recording.Load("version").PlayAsync);
        using var client = server.Client();
        var version = await client.GetServerVersionAsync(Token);
        Assert.Equal(("1", "32", "v1.32.13"), (version.Major, version.Minor, version.GitVersion));
        Assert.Equal(("GET", "/version"), (server.Requests.Single().Method, server.Requests.Single().Path));
    }
}
