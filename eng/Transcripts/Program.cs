using Podclip.Transcripts;

if (args is not [var folder])
{
    Console.Error.WriteLine("transcripts DIR   reads the recorded runs in DIR and compares with the rules");
    return 2;
}

var passed = 0;
var failed = 0;
foreach (var run in RecordedRun.ReadAll(folder))
{
    var differences = RunCheck.Compare(run, RunCheck.Expect(run), RunReading.Of(run));
    if (differences.Count == 0)
    {
        passed++;
        continue;
    }

    failed++;
    foreach (var difference in differences)
    {
        Console.WriteLine($"{run.Name}: {difference}");
    }
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
