using Patterns.Core.Scripting;

namespace Repository.Tests.Style;

/// <summary>Every Lua script begins with its purpose, its keys, its arguments and what it returns.</summary>
internal static class ScriptHeaders
{
    public static IEnumerable<Violation> Check(SourceTree tree)
    {
        foreach (SourceFile file in tree.Files.Where(IsScript))
        {
            string? fault = null;
            try
            {
                ScriptHeader.Read(file.Name, file.Text);
            }
            catch (InvalidOperationException exception)
            {
                fault = exception.Message;
            }

            if (fault is not null)
            {
                yield return file.Violation(1, fault);
            }
        }
    }

    // Scripts of the packages; those of the tests of Engine.Lua are programs and no scripts for Redis.
    private static bool IsScript(SourceFile file) =>
        file.Path.StartsWith("src/Patterns.", StringComparison.Ordinal) && file.HasExtension(".lua");
}
