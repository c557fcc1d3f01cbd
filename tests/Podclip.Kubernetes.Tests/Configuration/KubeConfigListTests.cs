using Podclip.Kubernetes.Configuration;

namespace Podclip.Kubernetes.Tests.Configuration;

/// <summary>Several kubeconfigs as one, by the rules of <c>kubectl config view --help</c>.</summary>
public sealed class KubeConfigListTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_first_file_that_names_a_current_context_decides()
    {
        var list = List(
            _folder.Write("one", "current-context: ''\nclusters:\n- {name: c, cluster: {server: https://one}}\n"),
            _folder.Write("two", "current-context: b\n"),
            _folder.Write("three", "current-context: a\ncontexts:\n- {name: a, context: {cluster: c, namespace: a}}\n- {name: b, context: {cluster: c, namespace: b}}\n"));

        var connection = KubeConfig.Load(list);

        Assert.Equal(("b", new Uri("https://one")), (connection.DefaultNamespace, connection.Server));
        Assert.Equal($"context b of {_folder.Path}/three", connection.Description);
        Assert.Equal("a", KubeConfig.Load(list, "a").DefaultNamespace);
    }

    [Fact]
    public async Task An_entry_of_the_first_file_hides_the_whole_one_of_a_later_file()
    {
        var list = List(
            _folder.Write("one", "contexts:\n- {name: x, context: {cluster: c, user: u}}\nusers:\n- {name: u, user: {token: first}}\n"),
            _folder.Write("two", "contexts:\n- {name: x, context: {cluster: other, namespace: other}}\nclusters:\n- {name: c, cluster: {server: https://c, tls-server-name: n}}\nusers:\n- {name: u, user: {username: bob}}\n"),
            _folder.Write("three", "clusters:\n- {name: c, cluster: {server: https://d, proxy-url: http://p}}\n"));

        var connection = KubeConfig.Load(list, "x");

        Assert.Equal((new Uri("https://c"), "n", null, "default"), (connection.Server, connection.TlsServerName, connection.Proxy, connection.DefaultNamespace));
        Assert.Equal("first", (await connection.Credentials!.GetAsync(TestContext.Current.CancellationToken)).Token);
    }

    [Fact]
    public async Task Relative_paths_are_against_the_file_that_names_them()
    {
        _folder.Write("a/token", "of a");
        _folder.Write("b/token", "of b");
        var list = List(
            _folder.Write("a/config", "contexts:\n- {name: x, context: {cluster: c, user: u}}\nclusters:\n- {name: c, cluster: {server: https://c}}\n"),
            _folder.Write("b/config", "users:\n- {name: u, user: {tokenFile: token}}\n"));

        Assert.Equal("of b", (await KubeConfig.Load(list, "x").Credentials!.GetAsync(TestContext.Current.CancellationToken)).Token);
    }

    [Fact]
    public void Missing_and_empty_files_and_empty_names_are_passed_over()
    {
        var good = _folder.Write("good", "current-context: x\ncontexts:\n- {name: x, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: https://c}}\n");

        var connection = KubeConfig.Load($":{_folder.Path}/missing::{_folder.Path}/no/folder:{_folder.Write("empty", "")}:{good}:{good}:");

        Assert.Equal(new Uri("https://c"), connection.Server);
    }

    [Fact]
    public void A_file_alone_must_exist_and_so_must_one_of_a_list()
    {
        var (one, two) = (Path.Combine(_folder.Path, "one"), Path.Combine(_folder.Path, "two"));

        Assert.Equal($"{one} cannot be read: it does not exist", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(one)).Message);
        Assert.Equal($"{one} cannot be read: it does not exist", Assert.Throws<KubeConfigException>(() => KubeConfig.Load($":{one}:")).Message);
        Assert.Equal($"there is no kubeconfig: none of {one}, {two} exists", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(List(one, two))).Message);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_not_passed_over()
    {
        var bad = _folder.Write("bad", "{{{");

        Assert.StartsWith($"{bad} is not valid YAML", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(List(_folder.Write("good", "contexts: []"), bad))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Problems_name_the_file_they_are_in()
    {
        var (one, two) = (_folder.Write("one", "contexts:\n- {name: x, context: {cluster: c, user: u}}\n"), _folder.Write("two", "clusters:\n- {name: c, cluster: {server: ftp}}\n"));

        Assert.Equal(
            $"{one}, {two} cannot be used: context \"x\" of {one} names user \"u\", which is in none of the files; server of cluster \"c\" of {two} is not an http(s) address",
            Assert.Throws<KubeConfigException>(() => KubeConfig.Load(List(one, two), "x")).Message);
        Assert.Contains("there is no context \"y\" (there are: x)", Assert.Throws<KubeConfigException>(() => KubeConfig.Load(List(one, two), "y")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_whose_name_has_the_separator_in_it_is_one_file()
    {
        var file = _folder.Write("a:b", "current-context: x\ncontexts:\n- {name: x, context: {cluster: c}}\nclusters:\n- {name: c, cluster: {server: https://c}}\n");

        Assert.Equal(new Uri("https://c"), KubeConfig.Load(file).Server);
    }

    private static string List(params string[] files) => string.Join(Path.PathSeparator, files);
}
