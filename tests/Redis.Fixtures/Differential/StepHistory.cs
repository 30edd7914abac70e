using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>What a run has done so far, for the message of a failure.</summary>
internal sealed class StepHistory
{
    private const int MaxShown = 40;
    private const int MaxWidth = 600;

    private readonly List<string> _lines = [];

    public void Add(Step step, IReadOnlyList<Answer> answers)
    {
        string replies = string.Join(" ", answers.Select(answer => Shorten(answer.ToString())));
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"  {_lines.Count + 1,4}  {step.Line}  ->  {replies}"));
    }

    public string Describe(string title, Session reference, Answer expected, Session subject, Answer actual)
    {
        StringBuilder message = new();
        message.AppendLine(title);
        foreach ((Session session, Answer answer) in ((Session, Answer)[])[(reference, expected), (subject, actual)])
        {
            message.AppendLine(CultureInfo.InvariantCulture, $"{session.Name}:");
            message.AppendLine(CultureInfo.InvariantCulture, $"    {Shorten(answer.ToString())}");
            if (answer.Value is not null)
            {
                message.AppendLine(CultureInfo.InvariantCulture, $"    {Shorten(RespText.Quote(answer.Value.Raw.Span))}");
            }
        }

        message.AppendLine(CultureInfo.InvariantCulture, $"before it, as {reference.Name} answered:");
        message.AppendJoin('\n', _lines.TakeLast(MaxShown));
        return message.ToString();
    }

    private static string Shorten(string text) => text.Length <= MaxWidth
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..MaxWidth]}... ({text.Length} characters)");
}
