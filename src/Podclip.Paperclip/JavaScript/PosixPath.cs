namespace Podclip.Paperclip.JavaScript;

/// <summary>Node's <c>path</c> on Unix: paths as text, without a look at any disk.</summary>
internal static class PosixPath
{
    /// <summary>An absolute path without dots and without a slash at its end; a later absolute part starts anew.</summary>
    public static string Resolve(params ReadOnlySpan<string> parts)
    {
        var path = "";
        foreach (var part in parts)
        {
            path = part.StartsWith('/') || path.Length == 0 ? part : $"{path}/{part}";
        }

        return "/" + string.Join('/', Segments(path.StartsWith('/') ? path : $"{Environment.CurrentDirectory}/{path}"));
    }

    /// <summary>How <paramref name="path"/> is reached from <paramref name="from"/>; empty when they are the same.</summary>
    public static string Relative(string from, string path)
    {
        var start = Segments(Resolve(from));
        var end = Segments(Resolve(path));
        var common = start.Zip(end).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Join('/', Enumerable.Repeat("..", start.Count - common).Concat(end.Skip(common)));
    }

    private static List<string> Segments(string path)
    {
        List<string> segments = [];
        foreach (var segment in path.Split('/'))
        {
            if (segment is "" or ".")
            {
                continue;
            }

            if (segment != "..")
            {
                segments.Add(segment);
            }
            else if (segments.Count > 0)
            {
                segments.RemoveAt(segments.Count - 1);
            }
        }

        return segments;
    }
}
