namespace Repository.Tests;

/// <summary>A place where a convention is broken.</summary>
internal sealed record Violation(string Path, int Line, string Sentence)
{
    public override string ToString() => $"{Path}:{Line}: {Sentence}";

    /// <summary>Fails with every violation on a line of its own.</summary>
    public static void None(IEnumerable<Violation> violations)
    {
        string[] lines = [.. violations.Select(violation => violation.ToString())];
        Assert.True(lines.Length == 0, string.Join('\n', lines));
    }

    /// <summary>Fails unless exactly one violation was found, at this place.</summary>
    public static void One(IEnumerable<Violation> violations, string path, int line) =>
        Assert.Equal($"{path}:{line}", string.Join(", ", violations.Select(found => $"{found.Path}:{found.Line}")));
}
