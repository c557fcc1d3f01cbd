using System.Text.Json;
using System.Text.Json.Nodes;

namespace Podclip.LocalCluster.Faults;

/// <summary>Says of each request and pod what goes wrong with it, by the script in force.</summary>
internal sealed class FaultInjector
{
    private static readonly Dictionary<string, string> NoLabels = [];

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private FaultScript _script = FaultScript.None;
    private int[] _seen = [];
    private int[] _happened = [];
    private int[] _podsHit = [];
    private Random _random = new(0);
    private long _since;

    /// <param name="script">What goes wrong from the start on.</param>
    /// <param name="time">The clock.</param>
    public FaultInjector(FaultScript script, TimeProvider time)
    {
        _time = time;
        Use(script);
    }

    /// <summary>Puts a script in force; all its counts begin anew.</summary>
    public void Use(FaultScript script)
    {
        lock (_lock)
        {
            _script = script;
            _seen = new int[script.Requests.Count];
            _happened = new int[script.Requests.Count];
            _podsHit = new int[script.Pods.Count];
            _random = new Random(script.Seed);
            _since = _time.GetTimestamp();
        }
    }

    /// <summary>What happens to a request; null for nothing.</summary>
    public RequestFaultAction? Next(ApiRequestRecord request)
    {
        lock (_lock)
        {
            var now = _time.GetElapsedTime(_since).TotalSeconds;
            for (var i = 0; i < _script.Requests.Count; i++)
            {
                var rule = _script.Requests[i];
                if (rule.Match?.Fits(request) is false || now < rule.FromSeconds || now > rule.FromSeconds + (rule.ForSeconds ?? double.MaxValue))
                {
                    continue;
                }

                if (_seen[i]++ >= rule.Skip && !(_happened[i] >= rule.Times) && Draw(rule.Probability))
                {
                    _happened[i]++;
                    return rule.Fault;
                }
            }

            return null;
        }
    }

    /// <summary>What happens to a pod that has come to a phase; null for nothing.</summary>
    public PodFault? Next(string ns, string name, IReadOnlyDictionary<string, string> labels, string phase)
    {
        lock (_lock)
        {
            for (var i = 0; i < _script.Pods.Count; i++)
            {
                var rule = _script.Pods[i];
                var fits = rule.Phase == phase
                    && RequestMatch.Fits(rule.Namespace, ns)
                    && RequestMatch.Fits(rule.Name, name)
                    && (rule.Labels ?? NoLabels).All(wanted => labels.GetValueOrDefault(wanted.Key) == wanted.Value);
                if (fits && !(_podsHit[i] >= rule.Times) && Draw(rule.Probability))
                {
                    _podsHit[i]++;
                    return rule;
                }
            }

            return null;
        }
    }

    /// <summary>A part of a whole, drawn from the script's chances.</summary>
    public int Draw(int below)
    {
        lock (_lock)
        {
            return below > 0 ? _random.Next(below) : 0;
        }
    }

    /// <summary>The script in force, and how often each of its faults has happened.</summary>
    public JsonObject Report()
    {
        lock (_lock)
        {
            return new JsonObject
            {
                ["script"] = JsonSerializer.SerializeToNode(_script, FaultJson.Default.FaultScript),
                ["happened"] = new JsonArray([.. _happened.Select(count => (JsonNode)JsonValue.Create(count))]),
                ["podsHit"] = new JsonArray([.. _podsHit.Select(count => (JsonNode)JsonValue.Create(count))]),
            };
        }
    }

    // A certain fault draws nothing: rules beside it keep their luck.
    private bool Draw(double probability) => probability >= 1 || _random.NextDouble() < probability;
}
