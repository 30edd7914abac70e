using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Repository.Tests.Style;

/// <summary>Every log message has an event id that no other message of the packages has.</summary>
internal static class LogEvents
{
    public static IEnumerable<Violation> Check(SourceTree tree)
    {
        var messages = (
            from file in tree.CSharp("src")
            from attribute in file.Syntax.GetRoot().DescendantNodes().OfType<AttributeSyntax>()
            where attribute.Name.ToString().Split('.')[^1] is "LoggerMessage" or "LoggerMessageAttribute"
            select (File: file, Attribute: attribute, Id: EventId(attribute))).ToArray();

        var unnumbered =
            from message in messages
            where message.Id is null
            select message.File.Violation(message.Attribute, "The message has no event id, or not as a plain number.");
        var twins =
            from message in messages
            where message.Id is not null
            group message by message.Id into same
            from twin in same.Skip(1)
            let first = same.First()
            let place = first.File.Violation(first.Attribute, "")
            select twin.File.Violation(twin.Attribute, $"Event id {same.Key} is taken by {place.Path}:{place.Line}.");
        return unnumbered.Concat(twins);
    }

    private static string? EventId(AttributeSyntax attribute)
    {
        AttributeArgumentSyntax[] arguments = [.. attribute.ArgumentList?.Arguments ?? []];
        AttributeArgumentSyntax? id = arguments.FirstOrDefault(argument =>
            argument.NameEquals?.Name.Identifier.Text == "EventId"
            || argument.NameColon?.Name.Identifier.Text == "eventId");
        id ??= arguments.FirstOrDefault(argument => argument is { NameEquals: null, NameColon: null });
        return (id?.Expression as LiteralExpressionSyntax)?.Token.Value is int number ? number.ToString() : null;
    }
}
