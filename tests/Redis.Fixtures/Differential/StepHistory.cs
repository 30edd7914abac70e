using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>What a run has done so far, and the words in which it fails.</summary>
internal sealed class StepHistory(string reference, string subject)
{
    private const int MaxShown = 40;
    private const int MaxWidth = 600;
    private const int BytesBefore = 40;
    private const int BytesAfter = 80;

    private readonly List<string> _lines = [];

    public void Add(Step step, IReadOnlyList<Answer> answers)
    {
        string replies = string.Join(" ", answers.Select(answer => Shorten(answer.ToString())));
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_lines.Count + 1,6}  {step.Line}  ->  {replies}"));
    }

    /// <summary>A failure: both answers as they came, where their compared forms part, and what led to it.</summary>
    public string Describe(string title, Answer expected, Answer actual, (RespValue First, RespValue Second)? compared)
    {
        StringBuilder message = new(title);
        Append(message, reference, expected);
        Append(message, subject, actual);
        if (compared is var (first, second))
        {
            AppendParting(message, first.Raw.Span, second.Raw.Span);
        }

        if (_lines.Count > 0)
        {
            message.Append(CultureInfo.InvariantCulture, $"\n  before it, as {reference} answered:\n");
            message.AppendJoin('\n', _lines.TakeLast(MaxShown));
        }

        return message.ToString();
    }

    private static void Append(StringBuilder message, string name, Answer answer)
    {
        message.Append(CultureInfo.InvariantCulture, $"\n  {name}:\n      {Shorten(answer.ToString())}");
        if (answer.Value is { } value)
        {
            message.Append(CultureInfo.InvariantCulture, $"\n      {Shorten(RespText.Quote(value.Raw.Span))}");
        }
    }

    private static void AppendParting(StringBuilder message, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int parting = first.CommonPrefixLength(second);
        message.Append(CultureInfo.InvariantCulture, $"\n  as compared, they part at byte {parting}:");
        message.Append(CultureInfo.InvariantCulture, $"\n      {RespText.Quote(Around(first, parting))}");
        message.Append(CultureInfo.InvariantCulture, $"\n      {RespText.Quote(Around(second, parting))}");
    }

    private static ReadOnlySpan<byte> Around(ReadOnlySpan<byte> bytes, int position) =>
        bytes[Math.Max(0, position - BytesBefore)..Math.Min(bytes.Length, position + BytesAfter)];

    private static string Shorten(string text) => text.Length <= MaxWidth
        ? text
        : string.Create(CultureInfo.InvariantCulture, $"{text[..MaxWidth]}... ({text.Length} characters)");
}
