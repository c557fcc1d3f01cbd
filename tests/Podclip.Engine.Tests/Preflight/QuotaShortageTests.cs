using Podclip.Engine.Preflight.Admission;

namespace Podclip.Engine.Tests.Preflight;

public class QuotaShortageTests
{
    /// <summary>The words of the recordings quota-job-create-403 and life-quota-exceeded-events, and of a quota on many amounts.</summary>
    [Theory]
    [InlineData("jobs.batch \"q3\" is forbidden: exceeded quota: rq, requested: count/jobs.batch=1, used: count/jobs.batch=2, limited: count/jobs.batch=2", "rq", "count/jobs.batch=3")]
    [InlineData("pods \"qv-dsl7v\" is forbidden: exceeded quota: rq, requested: requests.memory=128Mi, used: requests.memory=0, limited: requests.memory=64Mi", "rq", "requests.memory=128Mi")]
    [InlineData("x: exceeded quota: a.b, requested: limits.cpu=500m,pods=1, used: limits.cpu=1600m,pods=9, limited: limits.cpu=2,pods=9", "a.b", "limits.cpu=2100m,pods=10")]
    public void A_refusal_says_what_would_be_enough(string message, string quota, string needed)
    {
        var shortage = QuotaShortage.Read(message)!;
        Assert.Equal((quota, needed), (shortage.Quota, string.Join(',', shortage.Needed.Select(pair => $"{pair.Key}={pair.Value}"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("exceeded quota: ")]
    [InlineData("pods \"v\" is forbidden: violates PodSecurity \"restricted:latest\": runAsNonRoot != true")]
    public void Other_refusals_are_no_shortage(string message) => Assert.Null(QuotaShortage.Read(message));

    [Fact]
    public void Amounts_that_cannot_be_read_are_left_out() =>
        Assert.Empty(QuotaShortage.Read("exceeded quota: rq, requested: pods=many, used: pods=, limited: pods=1")!.Needed);
}
