namespace Repository.Tests.Style;

public sealed class LogEventsTests
{
    [Fact]
    public void Event_ids_are_unique() => Violation.None(LogEvents.Check(SourceTree.Repository));

    [Theory]
    [InlineData("[LoggerMessage(7, LogLevel.Error, \"x\")]")]
    [InlineData("[LoggerMessage(EventId = 7, Level = LogLevel.Error)]")]
    [InlineData("[Microsoft.Extensions.Logging.LoggerMessageAttribute(eventId: 7, level: LogLevel.Error)]")]
    public void An_event_id_used_twice_is_reported(string attribute)
    {
        SourceTree tree = SourceTree.Planted(
            ("src/N/A.cs", "class A { [LoggerMessage(7, LogLevel.Debug, \"\")] void M(); }"),
            ("src/O/B.cs", $"class B\n{{ [LoggerMessage(8, LogLevel.None, \"\")] void M();\n{attribute} void N(); }}"));

        Violation.One(LogEvents.Check(tree), "src/O/B.cs", 3);
    }

    [Theory]
    [InlineData("[LoggerMessage(LogLevel.Error, \"x\")]")]
    [InlineData("[LoggerMessage(Level = LogLevel.Error)]")]
    [InlineData("[LoggerMessage(Ids.Seven, LogLevel.Error, \"x\")]")]
    public void A_message_without_a_plain_event_id_is_reported(string attribute) =>
        Violation.One(
            LogEvents.Check(SourceTree.Planted(("src/N/A.cs", $"class A {{ {attribute} void M(); }}"))),
            "src/N/A.cs",
            1);
}
