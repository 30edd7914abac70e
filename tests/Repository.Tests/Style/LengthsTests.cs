namespace Repository.Tests.Style;

public sealed class LengthsTests
{
    [Fact]
    public void Files_are_short() => Violation.None(Lengths.CheckFiles(SourceTree.Repository));

    [Fact]
    public void Methods_fit_a_screen() => Violation.None(Lengths.CheckMethods(SourceTree.Repository));

    [Fact]
    public void Lines_fit_120_columns() => Violation.None(Lengths.CheckLines(SourceTree.Repository));

    [Theory]
    [InlineData("src/A/B.cs", Lengths.SourceFileLines)]
    [InlineData("samples/A/B.cs", Lengths.SourceFileLines)]
    [InlineData("tests/A/B.cs", Lengths.TestFileLines)]
    public void A_file_of_one_line_too_many_is_reported(string path, int limit)
    {
        string atLimit = string.Concat(Enumerable.Repeat("\n", limit));

        Violation.None(Lengths.CheckFiles(SourceTree.Planted((path, atLimit))));
        Violation.One(Lengths.CheckFiles(SourceTree.Planted((path, atLimit + "class C;\n"))), path, limit + 1);
    }

    [Theory]
    [InlineData("void M()\n{\n...}", 3)]
    [InlineData("C()\n{\n...}", 3)]
    [InlineData("int P\n{ get\n{\n...} }", 3)]
    [InlineData("int P =>\n...1;", 2)]
    [InlineData("[Attribute]\n[Attribute]\nint M() =>\n...1;", 2)]
    [InlineData("void M()\n{\nRun(() =>\n{\n...}); }", 5)]
    public void A_method_of_one_line_too_many_is_reported(string shape, int ownLines)
    {
        int room = Lengths.MethodLines - ownLines;

        Violation.None(Check(room));
        Assert.Single(Check(room + 1));

        IEnumerable<Violation> Check(int lines)
        {
            string body = string.Concat(Enumerable.Repeat("// a line\n", lines));
            string method = shape.Replace("...", body, StringComparison.Ordinal);
            return Lengths.CheckMethods(SourceTree.Planted(("src/A/C.cs", $"class C {{ {method} }}")));
        }
    }

    [Fact]
    public void Only_the_named_method_of_the_named_file_may_be_longer()
    {
        string lines = string.Concat(Enumerable.Repeat("// a line\n", Lengths.MethodLines));
        string text = $"class C {{ void Run() {{\n{lines}}} }}";

        Violation.None(Lengths.CheckMethods(SourceTree.Planted(("src/Engine.Lua/Execution/Interpreter.cs", text))));
        Assert.Single(Lengths.CheckMethods(SourceTree.Planted(("src/Engine.Lua/Execution/Other.cs", text))));
        string other = text.Replace("Run", "Other", StringComparison.Ordinal);
        Assert.Single(Lengths.CheckMethods(SourceTree.Planted(("src/Engine.Lua/Execution/Interpreter.cs", other))));
    }

    [Fact]
    public void A_long_table_of_rows_is_no_method()
    {
        string rows = string.Concat(Enumerable.Repeat("1,\n", Lengths.MethodLines));

        string text = $"class C {{ int[] Table => [\n{rows}]; }}";
        Violation.None(Lengths.CheckMethods(SourceTree.Planted(("src/A/C.cs", text))));
    }

    [Fact]
    public void A_long_program_of_top_level_statements_is_reported()
    {
        string program = string.Concat(Enumerable.Repeat("Run();\n", Lengths.MethodLines));

        Violation.None(Lengths.CheckMethods(SourceTree.Planted(("samples/A/Program.cs", program))));
        SourceTree longer = SourceTree.Planted(("samples/A/Program.cs", program + "Run();\n"));
        Violation.One(Lengths.CheckMethods(longer), "samples/A/Program.cs", 1);
    }

    [Theory]
    [InlineData("src/A/B.cs")]
    [InlineData("src/A/b.lua")]
    [InlineData("b.sh")]
    public void A_line_of_121_columns_is_reported(string path)
    {
        string line = new('x', Lengths.LineColumns);

        Violation.One(Lengths.CheckLines(SourceTree.Planted((path, $"{line}\n{line}y\n"))), path, 2);
    }
}
