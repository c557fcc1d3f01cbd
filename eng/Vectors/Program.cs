using Podclip.Vectors;

if (args is not [var path])
{
    Console.Error.WriteLine("vectors FILE   runs the examples of Paperclip's adapter helpers in FILE");
    return 2;
}

var passed = 0;
var failed = 0;
foreach (var (vector, index) in VectorFile.Read(path).Select((vector, index) => (vector, index)))
{
    if (VectorCheck.Run(vector) is not { } difference)
    {
        passed++;
        continue;
    }

    failed++;
    Console.WriteLine($"#{index} {vector.Function}{(vector.Note is null ? "" : $" ({vector.Note})")} {difference}");
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
