using System.Text.Json.Nodes;
using Podclip.LocalCluster.Kubelet.Native;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Kubelet;

public sealed class PodVolumeTests
{
    [Fact]
    public async Task A_secret_appears_as_files_with_the_modes_asked_for()
    {
        await using var node = await TestNode.StartAsync();
        node.CreateSecret("s", ("one", "1"), ("two", "2"));
        Run(
            node,
            "cd /s; stat -c '%n %a' * d/*; cat one d/deep; touch x 2>/dev/null || echo read-only",
            new JsonObject
            {
                ["name"] = "v",
                ["secret"] = new JsonObject
                {
                    ["secretName"] = "s",
                    ["defaultMode"] = 256,
                    ["items"] = new JsonArray(
                        new JsonObject { ["key"] = "one", ["path"] = "one" },
                        new JsonObject { ["key"] = "two", ["path"] = "d/deep", ["mode"] = 292 }),
                },
            },
            new JsonObject { ["name"] = "v", ["mountPath"] = "/s" });

        Assert.Equal("d 755\none 400\nd/deep 444\n12read-only\n", await node.ResultAsync("p"));
    }

    [Fact]
    public async Task A_missing_secret_volume_is_reported_and_waited_for()
    {
        await using var node = await TestNode.StartAsync();
        Run(
            node,
            "cat /s/k",
            new JsonObject { ["name"] = "v", ["secret"] = new JsonObject { ["secretName"] = "late" } },
            new JsonObject { ["name"] = "v", ["mountPath"] = "/s" });
        await node.WaitForEventAsync(e => e == "Warning FailedMount MountVolume.SetUp failed for volume \"v\" : secret \"late\" not found");

        node.CreateSecret("late", ("k", "here"));

        Assert.Equal("here", await node.ResultAsync("p"));
    }

    [Fact]
    public async Task Several_sources_appear_in_one_projected_volume()
    {
        await using var node = await TestNode.StartAsync();
        node.CreateSecret("s", ("a", "secret"));
        node.Create(ResourceNames.ConfigMaps, "ConfigMap", "c", new JsonObject { ["data"] = new JsonObject { ["b"] = "config" } });
        Run(
            node,
            "cd /v; ls; cat a b name",
            new JsonObject
            {
                ["name"] = "v",
                ["projected"] = new JsonObject
                {
                    ["sources"] = new JsonArray(
                        new JsonObject { ["secret"] = new JsonObject { ["name"] = "s" } },
                        new JsonObject { ["secret"] = new JsonObject { ["name"] = "none", ["optional"] = true } },
                        new JsonObject { ["configMap"] = new JsonObject { ["name"] = "c" } },
                        new JsonObject
                        {
                            ["downwardAPI"] = new JsonObject
                            {
                                ["items"] = new JsonArray(new JsonObject { ["path"] = "name", ["fieldRef"] = new JsonObject { ["fieldPath"] = "metadata.name" } }),
                            },
                        }),
                },
            },
            new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });

        Assert.Equal("a\nb\nname\nsecretconfigp", await node.ResultAsync("p"));
    }

    [Fact]
    public async Task A_path_in_a_volume_cannot_lead_out_of_it()
    {
        await using var node = await TestNode.StartAsync();
        node.CreateSecret("s", ("k", "x"));
        Run(
            node,
            "true",
            new JsonObject
            {
                ["name"] = "v",
                ["secret"] = new JsonObject { ["secretName"] = "s", ["items"] = new JsonArray(new JsonObject { ["key"] = "k", ["path"] = "../../../escaped" }) },
            },
            new JsonObject { ["name"] = "v", ["mountPath"] = "/v" });

        await node.WaitForEventAsync(e => e.Contains("must not leave the volume", StringComparison.Ordinal));

        Assert.Empty(Directory.GetFiles(node.StateDirectory, "escaped", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_claim_keeps_what_pods_write_until_it_is_deleted()
    {
        await using var node = await TestNode.StartAsync();
        node.Create(ResourceNames.PersistentVolumeClaims, "PersistentVolumeClaim", "home", new JsonObject { ["spec"] = new JsonObject() });
        var claim = node.Store.Find(ResourceNames.PersistentVolumeClaims, "default", "home")!;
        var volume = new JsonObject { ["name"] = "v", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "home" } };
        var mount = new JsonObject { ["name"] = "v", ["mountPath"] = "/home/agent", ["subPath"] = "sub/dir" };

        Run(node, "mkdir locked; echo kept > locked/f; chmod 555 locked; cd /; ls home", Copy(volume), Copy(mount), "first", spec => spec["containers"]![0]!["workingDir"] = "/home/agent");
        Assert.Equal("agent\n", await node.ResultAsync("first"));
        Run(node, "cat /home/agent/locked/f; id -u", Copy(volume), Copy(mount), "second", spec => spec["securityContext"] = new JsonObject { ["runAsUser"] = 1234 });
        Assert.Equal("kept\n1234\n", await node.ResultAsync("second"));

        var directory = Path.Combine(node.StateDirectory, "volumes", claim.Uid);
        Assert.True(Directory.Exists(directory));
        node.Store.Remove(ResourceNames.PersistentVolumeClaims, "default", "home");
        await EventuallyAsync(() => !Directory.Exists(directory));
    }

    [Fact]
    public async Task A_sub_path_through_a_link_is_refused()
    {
        await using var node = await TestNode.StartAsync();
        node.Create(ResourceNames.PersistentVolumeClaims, "PersistentVolumeClaim", "c", new JsonObject { ["spec"] = new JsonObject() });
        var volume = new JsonObject { ["name"] = "v", ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = "c" } };
        Run(node, "ln -s /etc /v/link", Copy(volume), new JsonObject { ["name"] = "v", ["mountPath"] = "/v" }, "first");
        await node.ResultAsync("first");

        Run(node, "true", Copy(volume), new JsonObject { ["name"] = "v", ["mountPath"] = "/v", ["subPath"] = "link" }, "second");

        var pod = await node.WaitAsync("second", p => p["status"]?["containerStatuses"]?[0]?["state"]?["waiting"].Text("reason") == "CreateContainerError");
        Assert.Contains("symbolic link", pod["status"]!["containerStatuses"]![0]!["state"].Text("waiting", "message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_path_is_written_as_its_owner_and_read_only_where_asked()
    {
        await using var node = await TestNode.StartAsync();
        var workspace = Directory.CreateTempSubdirectory("podclip-workspace-").FullName;
        try
        {
            if (OnDiskIdentity.Current.IsRoot)
            {
                FileOwnership.Give(workspace, new OnDiskIdentity(4321, 4321));
            }

            Run(
                node,
                "echo x > /rw/f; touch /ro/g 2>/dev/null || echo refused; id -u",
                new JsonObject { ["name"] = "v", ["hostPath"] = new JsonObject { ["path"] = workspace, ["type"] = "Directory" } },
                new JsonObject { ["name"] = "v", ["mountPath"] = "/rw" },
                change: spec =>
                {
                    ((JsonArray)spec["containers"]![0]!["volumeMounts"]!).Add((JsonNode)new JsonObject { ["name"] = "v", ["mountPath"] = "/ro", ["readOnly"] = true });
                    spec["securityContext"] = new JsonObject { ["runAsUser"] = 1000 };
                });

            Assert.Equal("refused\n1000\n", await node.ResultAsync("p"));
            Assert.Equal(FileOwnership.Of(workspace), FileOwnership.Of(Path.Combine(workspace, "f")));
        }
        finally
        {
            Directory.Delete(workspace, recursive: true);
        }
    }

    [Fact]
    public async Task A_volume_can_be_mounted_into_a_folder_of_the_system()
    {
        await using var node = await TestNode.StartAsync();
        node.CreateSecret("s", ("k", "inside"));
        Run(
            node,
            "cat /etc/podclip-test/k; test -e /etc/passwd && echo passwd",
            new JsonObject { ["name"] = "v", ["secret"] = new JsonObject { ["secretName"] = "s" } },
            new JsonObject { ["name"] = "v", ["mountPath"] = "/etc/podclip-test" });

        Assert.Equal("insidepasswd\n", await node.ResultAsync("p"));
    }

    private static JsonObject Copy(JsonObject original) => (JsonObject)original.DeepClone();

    private static void Run(TestNode node, string script, JsonObject volume, JsonObject mount, string name = "p", Action<JsonObject>? change = null) =>
        node.RunScript(name, script, spec =>
        {
            spec["volumes"] = new JsonArray(volume);
            spec["containers"]![0]!["volumeMounts"] = new JsonArray(mount);
            change?.Invoke(spec);
        });

    private static async Task EventuallyAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(10));
        while (!isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
