using System.Globalization;
using System.Text;
using Redis.Fixtures.Resp;

namespace Redis.Fixtures.Differential;

/// <summary>The pieces from which the rows of <see cref="Normalisers"/> are made.</summary>
internal static class Normalise
{
    /// <summary>Sorts the elements of an array or a set, and the pairs of a map.</summary>
    public static Normaliser Unordered { get; } =
        OnBoth(value => Sorted(value, value.Type is RespType.Map ? 2 : 1));

    /// <summary>Sorts names and values that RESP2 sends in turn and RESP3 as a map.</summary>
    public static Normaliser UnorderedPairs { get; } = OnBoth(value => Sorted(value, 2));

    /// <summary>Sorts the lines of a text.</summary>
    public static Normaliser UnorderedLines { get; } = OnBoth(value =>
        value.IsNull || value.IsError || value.IsAggregate
            ? value
            : value.WithText(string.Join('\n', value.Text.Split('\n').Order(StringComparer.Ordinal))));

    /// <summary>Keeps of a reply only its shape: see <see cref="RespValue.Masked"/>.</summary>
    public static Normaliser Masked(string kind) => OnBoth(value => value.Masked(kind));

    /// <summary>Masks two numbers above 0; others have a meaning of their own and are left alone.</summary>
    public static Normaliser Positive(string kind) => (reference, subject) =>
        AreAlike(reference, subject)
        && TryNumber(reference.Text, out long first) && TryNumber(subject.Text, out long second)
        && first > 0 && second > 0
            ? (reference.Masked(kind), subject.Masked(kind))
            : (reference, subject);

    /// <summary>
    /// Takes two numbers, or strings that spell numbers, for equal when they lie this close. Negative numbers have a
    /// meaning of their own, so they are left alone.
    /// </summary>
    public static Normaliser Near(long tolerance) => (reference, subject) =>
        AreAlike(reference, subject)
        && TryNumber(reference.Text, out long first) && TryNumber(subject.Text, out long second)
        && Math.Abs(first - second) <= tolerance
            ? (reference, reference)
            : (reference, subject);

    /// <summary>
    /// Takes two stream ids that were made from the clock for equal when their times lie this many milliseconds apart.
    /// Ids that a test chose are small numbers and are left alone.
    /// </summary>
    public static Normaliser NearStreamId(long tolerance) => (reference, subject) =>
        TryClockId(reference, out long first) && TryClockId(subject, out long second)
        && Math.Abs(first - second) <= tolerance
            ? (reference.Masked("id"), subject.Masked("id"))
            : (reference, subject);

    /// <summary>Applies to every element.</summary>
    public static Normaliser Each(Normaliser normaliser) => OnItems((_, _) => true, normaliser);

    /// <summary>Applies to every value of a map, or of an array of names and values in turn.</summary>
    public static Normaliser Values(Normaliser normaliser) => OnItems((_, index) => index % 2 == 1, normaliser);

    /// <summary>Applies to the element at an index.</summary>
    public static Normaliser At(int index, Normaliser normaliser) =>
        OnItems((_, candidate) => candidate == index, normaliser);

    /// <summary>Applies to the values of these fields of a map, or of an array of names and values in turn.</summary>
    public static Normaliser Fields(Normaliser normaliser, params string[] names) =>
        OnItems((items, index) => index % 2 == 1 && names.Contains(items[index - 1].Text), normaliser);

    /// <summary>
    /// Masks, in a text of words such as <c>name=value</c>, the values of these names; a name that ends in <c>*</c>
    /// stands for all that begin so.
    /// </summary>
    public static Normaliser Words(string separators, char equals, params string[] names) => OnBoth(value =>
    {
        if (value.IsNull || value.IsError || value.IsAggregate)
        {
            return value;
        }

        StringBuilder text = new();
        for (ReadOnlySpan<char> rest = value.Text; !rest.IsEmpty;)
        {
            int end = rest.IndexOfAny(separators);
            int length = end < 0 ? rest.Length : end;
            text.Append(Mask(rest[..length].ToString(), equals, names));
            text.Append(rest[length..Math.Min(length + 1, rest.Length)]);
            rest = rest[Math.Min(length + 1, rest.Length)..];
        }

        return value.WithText(text.ToString());
    });

    /// <summary>
    /// Masks the time and the address that begin a line of MONITOR: <c>1.5 [0 127.0.0.1:9] "get" "k"</c>.
    /// </summary>
    public static Normaliser MonitoredLine { get; } = OnBoth(value =>
        value.Text.Split(' ', 4) is [_, var database, _, var rest]
        ? value.WithText($"<time> {database} <address>] {rest}")
        : value);

    /// <summary>
    /// Sorts, in a text of access rules, those for single commands that follow one another; a parenthesis stays where
    /// it is.
    /// </summary>
    public static Normaliser Rules { get; } = OnBoth(value =>
    {
        if (value.IsNull || value.IsError || value.IsAggregate)
        {
            return value;
        }

        List<string> sorted = [];
        List<string> run = [];
        foreach (string word in value.Text.Replace(")", " )", StringComparison.Ordinal).Split(' '))
        {
            if (word is ['+' or '-', not '@', ..])
            {
                run.Add(word);
                continue;
            }

            sorted.AddRange([.. run.Order(StringComparer.Ordinal), word]);
            run.Clear();
        }

        return value.WithText(string.Join(' ', sorted.Concat(run.Order(StringComparer.Ordinal))));
    });

    /// <summary>Applies one after the other.</summary>
    public static Normaliser Then(this Normaliser first, Normaliser second) => (reference, subject) =>
    {
        (reference, subject) = first(reference, subject);
        return second(reference, subject);
    };

    private static Normaliser OnBoth(Func<RespValue, RespValue> normalise) =>
        (reference, subject) => (normalise(reference), normalise(subject));

    private static Normaliser OnItems(Func<IReadOnlyList<RespValue>, int, bool> isMeant, Normaliser normaliser) =>
        (reference, subject) =>
        {
            if (!reference.IsAggregate || !subject.IsAggregate)
            {
                return (reference, subject);
            }

            List<RespValue> first = [.. reference.Items];
            List<RespValue> second = [.. subject.Items];
            for (int index = 0; index < Math.Min(first.Count, second.Count); index++)
            {
                if (isMeant(first, index) && isMeant(second, index))
                {
                    (first[index], second[index]) = normaliser(first[index], second[index]);
                }
            }

            return (reference.WithItems(first), subject.WithItems(second));
        };

    private static RespValue Sorted(RespValue value, int groupSize) => value.IsAggregate
        ? value.WithItems([.. value.Items
            .Chunk(groupSize)
            .OrderBy(group => string.Concat(group.Select(item => item.SortKey)), StringComparer.Ordinal)
            .SelectMany(group => group)])
        : value;

    private static bool AreAlike(RespValue reference, RespValue subject) =>
        reference.Type == subject.Type && !reference.IsNull && !subject.IsNull && !reference.IsError;

    private static bool TryNumber(string text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool TryClockId(RespValue value, out long milliseconds)
    {
        const long Year2001 = 978_307_200_000;
        milliseconds = 0;
        return value.Type is RespType.BulkString
            && value.Text.Split('-') is [var time, _]
            && TryNumber(time, out milliseconds)
            && milliseconds > Year2001;
    }

    private static string Mask(string part, char equals, string[] names)
    {
        int end = part.IndexOf(equals, StringComparison.Ordinal);
        return end > 0 && names.Any(name => Matches(part[..end], name)) ? $"{part[..end]}{equals}<masked>" : part;
    }

    private static bool Matches(string name, string pattern) => pattern[^1] == '*'
        ? name.StartsWith(pattern[..^1], StringComparison.Ordinal)
        : name == pattern;
}
