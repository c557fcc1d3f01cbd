using FsCheck;
using FsCheck.Fluent;
using Podclip.Kubernetes.Resources.Core;
using Podclip.Kubernetes.Resources.Meta;
using Podclip.LocalCluster.Kubelet.Variables;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class VariableTests
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["VAR_A"] = "A",
        ["VAR_B"] = "B",
        ["VAR_C"] = "C",
        ["VAR_REF"] = "$(VAR_A)",
        ["VAR_EMPTY"] = "",
    };

    // From the table of Kubernetes' own test (third_party/forked/golang/expansion/expand_test.go).
    [Theory]
    [InlineData("$(VAR_A)", "A")]
    [InlineData("___$(VAR_B)___", "___B___")]
    [InlineData("___$(VAR_C)", "___C")]
    [InlineData("$(VAR_A)-$(VAR_A)", "A-A")]
    [InlineData("$(VAR_REF)-1", "$(VAR_A)-1")]
    [InlineData("%%$(VAR_A)--$(VAR_B)%%", "%%A--B%%")]
    [InlineData("$$(VAR_B)", "$(VAR_B)")]
    [InlineData("$$$(VAR_A)", "$A")]
    [InlineData("$$$$(VAR_A)", "$$(VAR_A)")]
    [InlineData("$VAR_A", "$VAR_A")]
    [InlineData("$VAR_A$(VAR_A)", "$VAR_AA")]
    [InlineData("foo$(VAR_EMPTY)bar", "foobar")]
    [InlineData("foo$$(VAR_Awhoops!", "foo$(VAR_Awhoops!")]
    [InlineData("foo00$(VAR_A)__$(VAR_B)__", "foo00A__B__")]
    [InlineData("$?_boo_$!", "$?_boo_$!")]
    [InlineData("$(VAR_DNE)", "$(VAR_DNE)")]
    [InlineData("$$$(BAZ)", "$$(BAZ)")]
    [InlineData("$(", "$(")]
    [InlineData("$", "$")]
    [InlineData("$$", "$")]
    [InlineData("a$", "a$")]
    [InlineData("$()", "$()")]
    [InlineData("$(foo$$(VAR_A)", "$(foo$$(VAR_A)")]
    [InlineData("--$(VAR_A", "--$(VAR_A")]
    public void Texts_are_expanded_as_Kubernetes_does(string text, string expected) =>
        Assert.Equal(expected, VariableExpansion.Expand(text, Known));

    [Fact]
    public void Doubling_every_dollar_is_the_way_to_pass_a_text_unchanged() =>
        Prop.ForAll<NonNull<string>>(text => VariableExpansion.Expand(text.Get.Replace("$", "$$", StringComparison.Ordinal), Known) == text.Get)
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Values_refer_to_what_came_before_and_envFrom_comes_first()
    {
        var container = new Container
        {
            Name = "main",
            EnvFrom =
            [
                new EnvFromSource { Prefix = "P_", ConfigMapRef = new ConfigMapEnvSource { Name = "config" } },
                new EnvFromSource { SecretRef = new SecretEnvSource { Name = "secret" } },
                new EnvFromSource { SecretRef = new SecretEnvSource { Name = "none", Optional = true } },
            ],
            Env =
            [
                new EnvVar { Name = "EARLY", Value = "$(LATE)" },
                new EnvVar { Name = "LATE", Value = "$(P_a)-$(token)-$$(P_a)" },
                new EnvVar { Name = "token", Value = "own" },
                new EnvVar { Name = "OPTIONAL", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = "secret", Key = "nope", Optional = true } } },
                new EnvVar { Name = "NAME", ValueFrom = Field("metadata.name") },
                new EnvVar { Name = "LABEL", ValueFrom = Field("metadata.labels['app']") },
                new EnvVar { Name = "IP", ValueFrom = Field("status.podIP") },
                new EnvVar { Name = "MEMORY", ValueFrom = new EnvVarSource { ResourceFieldRef = new ResourceFieldSelector { Resource = "limits.memory", Divisor = "1Mi" } } },
            ],
            Resources = new ResourceRequirements { Limits = new Dictionary<string, string>(StringComparer.Ordinal) { ["memory"] = "1.5Gi" } },
        };

        var variables = ContainerVariables.Resolve(Pod(), container, Sources(), "127.0.0.1");

        Assert.Equal(
            ["P_a=config a", "token=own", "EARLY=$(LATE)", "LATE=config a-secret token-$(P_a)", "NAME=p", "LABEL=x", "IP=127.0.0.1", "MEMORY=1536"],
            variables.Select(v => $"{v.Key}={v.Value}"));
    }

    [Theory]
    [InlineData("none", "k", "secret \"none\" not found")]
    [InlineData("secret", "k", "couldn't find key k in Secret ns/secret")]
    public void A_missing_secret_or_key_is_named(string secret, string key, string message)
    {
        var container = new Container { Env = [new EnvVar { Name = "X", ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { Name = secret, Key = key } } }] };

        var problem = Assert.Throws<ContainerConfigException>(() => ContainerVariables.Resolve(Pod(), container, Sources(), ""));

        Assert.Equal(message, problem.Message);
    }

    private static EnvVarSource Field(string path) => new() { FieldRef = new ObjectFieldSelector { FieldPath = path } };

    private static Pod Pod() => new()
    {
        Metadata = new ObjectMeta { Name = "p", Namespace = "ns", Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = "x" } },
    };

    private static VariableSources Sources() => new(
        name => name == "secret"
            ? new Secret { Data = new Dictionary<string, byte[]>(StringComparer.Ordinal) { ["token"] = "secret token"u8.ToArray(), ["no name"] = [] } }
            : null,
        name => name == "config" ? new ConfigMap { Data = new Dictionary<string, string>(StringComparer.Ordinal) { ["a"] = "config a" } } : null);
}
