using Engine.Server.Commands.Documentation;

namespace Engine.Server.Tests.Commands.Documentation;

public sealed class ArgumentSyntaxTests
{
    [Theory]
    [InlineData("[unclosed")]
    [InlineData("mode(A|B")]
    [InlineData("pair{a b")]
    [InlineData("\"x")]
    [InlineData("value)")]
    [InlineData("value..")]
    [InlineData("[]")]
    public void What_is_no_syntax_is_refused_with_its_position(string text)
    {
        FormatException refusal = Assert.Throws<FormatException>(() => ArgumentSyntax.Parse(text));
        Assert.Contains("position", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Tokens_in_quotes_may_have_a_name_of_their_own()
    {
        CommandArgument[] arguments = [.. ArgumentSyntax.Parse("operator(\"=\"equal|\"~\"approximately) \"\"empty ID")];
        Assert.Equal(["equal", "approximately"], arguments[0].Children.Select(choice => choice.Name));
        Assert.Equal(["=", "~"], arguments[0].Children.Select(choice => choice.Token));
        Assert.Equal(("empty", ""), (arguments[1].Name, arguments[1].Token));
        Assert.Equal(("id", "ID"), (arguments[2].Name, arguments[2].Token));
    }

    [Fact]
    public void Suffixes_stand_behind_an_argument_in_any_order()
    {
        CommandArgument[] arguments =
            [.. ArgumentSyntax.Parse("[GET pattern:pattern...+@2.2.0] ip:port!2.8.12 a:key b:key#0 c:key")];
        Assert.Equal(
            new CommandArgument("pattern", ArgumentType.Pattern)
            {
                Token = "GET", IsOptional = true, IsMultiple = true, RepeatsToken = true, Since = "2.2.0",
                Children = arguments[0].Children,
            },
            arguments[0]);
        Assert.Equal(("ip:port", "2.8.12"), (arguments[1].Name, arguments[1].DeprecatedSince));
        Assert.Equal([0, 0, 1], arguments[2..].Select(argument => argument.KeySpec));
    }
}
