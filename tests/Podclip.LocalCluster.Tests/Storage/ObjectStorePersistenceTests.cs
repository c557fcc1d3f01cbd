using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Podclip.LocalCluster.Storage;

namespace Podclip.LocalCluster.Tests.Storage;

public sealed class ObjectStorePersistenceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("podclip-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private string LogPath => Path.Combine(_directory, "objects.log");

    private ObjectStore Open(long compactionBytes = 8 << 20) => new(new StoreOptions { Directory = _directory, CompactionBytes = compactionBytes });

    private static JsonObject Document(string name, int value) =>
        new() { ["kind"] = "Pod", ["metadata"] = new JsonObject { ["name"] = name }, ["value"] = value };

    private static string Everything(ObjectStore store) =>
        string.Join('\n', store.List("pods", null).Items.Select(o => $"{o.Version} {o.Uid} {o.Document.ToJsonString()}")) + $"\n{store.Version}";

    [Fact]
    public void Objects_and_the_version_survive_a_restart_but_the_history_does_not()
    {
        string before;
        using (var store = Open())
        {
            store.TryCreate("pods", "x", Document("a", 1));
            store.TryCreate("pods", "x", Document("b", 1));
            store.Update("pods", "x", "a", d => { d["value"] = 2; return true; });
            store.Remove("pods", "x", "b");
            before = Everything(store);
        }

        using var again = Open();
        Assert.Equal(before, Everything(again));
        Assert.Equal(4, again.Version);
        Assert.Throws<VersionExpiredException>(() => again.OpenCursor("pods", 3).Take());
        Assert.Empty(again.OpenCursor("pods", 4).Take());
        Assert.Equal(5, again.TryCreate("pods", "x", Document("c", 1))!.Version);
    }

    [Fact]
    public void The_file_is_readable_by_its_owner_only()
    {
        using var store = Open();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(LogPath));
    }

    [Fact]
    public void A_record_cut_off_at_any_byte_is_dropped_and_those_before_it_stay()
    {
        long before;
        using (var store = Open())
        {
            store.TryCreate("pods", "x", Document("a", 1));
            before = new FileInfo(LogPath).Length;
            store.TryCreate("pods", "x", Document("b", 2));
        }

        var whole = File.ReadAllBytes(LogPath);
        for (var length = before; length < whole.Length; length++)
        {
            File.WriteAllBytes(LogPath, whole[..(int)length]);
            using (var cut = Open())
            {
                Assert.Equal(["a"], cut.List("pods", null).Items.Select(o => o.Name));
                Assert.Equal(2, cut.TryCreate("pods", "x", Document("c", 3))!.Version);
            }

            using var after = Open();
            Assert.Equal(["a", "c"], after.List("pods", null).Items.Select(o => o.Name));
        }
    }

    [Fact]
    public void A_damaged_record_in_the_middle_is_not_passed_over()
    {
        File.WriteAllText(LogPath, "{\"v\":1}\n{not json}\n{\"v\":3}\n");
        var damage = Assert.Throws<InvalidDataException>(() => Open());
        Assert.Contains("byte 8", damage.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_sequence_of_changes_reads_back_the_same_with_and_without_rewriting_the_file()
    {
        var change = Gen.Choose(0, 2).SelectMany(kind => Gen.Choose(0, 4).SelectMany(name => Gen.Choose(0, 3).Select(value => (kind, name, value))));
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.ListOf(change).ToArbitrary(), changes =>
        {
            File.Delete(LogPath);
            string before;
            using (var store = Open(compactionBytes: 256))
            {
                foreach (var (kind, name, value) in changes)
                {
                    Apply(store, kind, $"p{name}", value);
                }

                before = Everything(store);
            }

            using var again = Open();
            return Everything(again) == before;
        }));
    }

    [Fact]
    public void The_file_does_not_grow_with_the_number_of_changes()
    {
        using var store = Open(compactionBytes: 10_000);
        store.TryCreate("pods", "x", Document("a", 0));
        for (var i = 1; i < 2_000; i++)
        {
            store.Update("pods", "x", "a", d => { d["value"] = i; return true; });
        }

        Assert.InRange(new FileInfo(LogPath).Length, 1, 15_000);
    }

    private static void Apply(ObjectStore store, int kind, string name, int value)
    {
        switch (kind)
        {
            case 0:
                store.TryCreate("pods", "x", Document(name, value));
                break;
            case 1:
                store.Update("pods", "x", name, d => { d["value"] = value; return true; });
                break;
            default:
                store.Remove("pods", "x", name);
                break;
        }
    }
}
