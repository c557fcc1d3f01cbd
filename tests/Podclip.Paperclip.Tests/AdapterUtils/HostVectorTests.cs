using Podclip.Vectors;

namespace Podclip.Paperclip.Tests.AdapterUtils;

public sealed class HostVectorTests
{
    [Theory]
    [InlineData("adapter-utils.json", 318)]
    [InlineData("adapter-utils-recorded.json", 380)]
    public void Every_helper_returns_what_the_hosts_own_returned(string file, int atLeast)
    {
        var vectors = VectorFile.Read(Fixtures.Path(file));

        Assert.True(vectors.Count >= atLeast, $"{file} holds {vectors.Count} examples only.");
        Assert.DoesNotContain(
            vectors.Select((vector, index) => (index, vector.Function, Difference: VectorCheck.Run(vector))),
            check => check.Difference is not null);
    }

    [Fact]
    public void Every_helper_of_the_host_has_an_implementation_under_its_own_name()
    {
        var functions = VectorFile.Read(Fixtures.Path("adapter-utils.json")).Select(vector => vector.Function).Distinct(StringComparer.Ordinal).ToList();
        var methods = typeof(Podclip.Paperclip.AdapterUtils.ConfigValues).Assembly.GetTypes()
            .Where(type => type is { IsPublic: true, Namespace: "Podclip.Paperclip.AdapterUtils" })
            .SelectMany(type => type.GetMethods())
            .Select(method => method.Name)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Equal(51, functions.Count);
        Assert.Empty(functions.Except(HostFunctions.Names));
        Assert.DoesNotContain(functions, name => !methods.Contains(char.ToUpperInvariant(name[0]) + name[1..]));
    }

    [Fact]
    public void A_wrong_result_is_noticed()
    {
        var vector = VectorFile.Read(Fixtures.Path("adapter-utils.json"))[0];

        Assert.NotNull(VectorCheck.Run(vector with { Result = "something else" }));
        Assert.NotNull(VectorCheck.Run(vector with { Function = "noSuchHelper" }));
        Assert.NotNull(VectorCheck.Run(vector with { Throws = "an error" }));
    }
}
