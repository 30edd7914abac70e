namespace Conformance.Tests.Documents;

/// <summary>A block of commands as a row of a theory: its page, and the line at which it begins.</summary>
internal static class CommandBlockRow
{
    public static TheoryData<string, int> Of(Func<CommandBlock, bool> choice)
    {
        var rows = new TheoryData<string, int>();
        foreach (CommandBlock block in CommandPages.Blocks.Where(choice))
            rows.Add(block.Page, block.Line);
        return rows;
    }

    public static CommandBlock Find(string page, int line) =>
        CommandPages.Blocks.Single(block => block.Page == page && block.Line == line);
}
