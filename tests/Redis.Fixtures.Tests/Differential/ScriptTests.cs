using System.Text;
using Redis.Fixtures.Differential;

namespace Redis.Fixtures.Tests.Differential;

public sealed class ScriptTests
{
    [Fact]
    public void Line_is_a_command_whose_arguments_are_quoted_as_in_redis_cli()
    {
        Step step = Parse("""SET "k\x00\"\n" 'it\'s \n' "" plain\x00""");

        Assert.Equal(["SET", "k\0\"\n", "it's \\n", "", "plain\\x00"], Arguments(step));
        Assert.Equal((StepKind.Command, 1, 1), (step.Kind, step.Connection, step.Count));
    }

    [Fact]
    public void Blank_lines_and_comments_say_nothing() => Assert.Equal(
        ["PING", "ECHO #"], Script.Parse("\n# comment\n  PING \r\n\n ECHO #\n").Steps.Select(step => step.Line));

    [Theory]
    [InlineData("@2 >3 SUBSCRIBE a", 2, 3)]
    [InlineData(">0 @7 GET", 7, 0)]
    [InlineData("@12 PING", 12, 1)]
    public void Prefixes_name_the_connection_and_the_number_of_replies(string line, int connection, int count)
    {
        Step step = Parse(line);

        Assert.Equal((connection, count), (step.Connection, step.Count));
    }

    [Theory]
    [InlineData("\"@2\" x")]
    [InlineData("@ x")]
    [InlineData("@0 x")]
    [InlineData("@x x")]
    [InlineData("> x")]
    [InlineData("$= x")]
    public void What_is_no_prefix_is_a_command(string line)
    {
        Step step = Parse(line);

        Assert.Equal(2, step.Arguments.Count);
        Assert.Equal((1, 1, null), (step.Connection, step.Count, step.Capture));
    }

    [Theory]
    [InlineData("!read", "Read", 1)]
    [InlineData("!read 4", "Read", 4)]
    [InlineData("!raw \"\\r\\n\"", "Raw", 1)]
    [InlineData("!scan SCAN 0", "Scan", 1)]
    [InlineData("!blocked 2", "WaitForBlocked", 2)]
    [InlineData("@3 !close", "Close", 1)]
    public void Directives_are_not_commands(string line, string kind, int count)
    {
        Step step = Parse(line);

        Assert.Equal((kind, count), (step.Kind.ToString(), step.Count));
    }

    [Theory]
    [InlineData("!unknown")]
    [InlineData("!read x")]
    [InlineData("!read 1 2")]
    [InlineData("!raw")]
    [InlineData("!blocked")]
    [InlineData("!close 1")]
    [InlineData("!scan")]
    [InlineData("@2")]
    [InlineData("GET \"k")]
    [InlineData("GET \"k\"x")]
    [InlineData("GET $unset")]
    public void Line_that_means_nothing_is_refused_and_shown(string line)
    {
        var exception = Assert.Throws<FormatException>(() => Script.Parse(line));

        Assert.Contains(line, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_are_set_before_they_are_used_and_bare_dollars_are_none()
    {
        Script script = Script.Parse("$id= CLIENT ID\nCLIENT KILL ID $id\nXREAD STREAMS s $\nECHO \"$other\"\nECHO $5");

        Assert.Equal("$id", script.Steps[0].Capture);
        Assert.True(Script.IsVariable(script.Steps[1].Arguments[3]));
        Assert.All(script.Steps.Skip(2), step => Assert.DoesNotContain(step.Arguments, Script.IsVariable));
    }

    private static Step Parse(string line) => Assert.Single(Script.Parse(line).Steps);

    private static IEnumerable<string> Arguments(Step step) =>
        step.Arguments.Select(argument => Encoding.Latin1.GetString(argument.Bytes.Span));
}
