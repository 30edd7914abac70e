using System.Globalization;

namespace Patterns.Queues.Scheduling;

/// <summary>When something recurs: minute, hour, day of the month, month and day of the week, as in crontab(5). Each is
/// <c>*</c>, a number, a range, a list, or one of these with a step, such as <c>*/15</c>; Sunday is 0 or 7. If both
/// days are given, either will do.</summary>
/// <remarks>When clocks go forward, what falls into the gap happens right after it; when they go back, what comes twice
/// happens the first time.</remarks>
public sealed class CronExpression
{
    private static readonly DateTime[] _leapYear =
        [.. Enumerable.Range(0, 366).Select(day => new DateTime(2000, 1, 1).AddDays(day))];

    private readonly bool[] _minutes;
    private readonly bool[] _hours;
    private readonly bool[] _days;
    private readonly bool[] _months;
    private readonly bool[] _weekdays;
    private readonly bool _eitherDay;
    private readonly string _text;

    private CronExpression(string text, string[] fields)
    {
        _text = text;
        _minutes = Read(text, fields[0], 0, 59);
        _hours = Read(text, fields[1], 0, 23);
        _days = Read(text, fields[2], 1, 31);
        _months = Read(text, fields[3], 1, 12);
        _weekdays = Read(text, fields[4], 0, 7);
        _weekdays[0] |= _weekdays[7];
        _eitherDay = fields[2][0] != '*' && fields[4][0] != '*';
        if (!_eitherDay && !Array.Exists(_leapYear, day => _months[day.Month] && _days[day.Day]))
        {
            throw new FormatException(
                $"The cron expression '{text}' never occurs: no month that it names has such a day.");
        }
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="expression">Five fields, such as <c>0 3 * * 1-5</c>.</param>
    /// <returns>The expression.</returns>
    /// <exception cref="FormatException">It is none, or never occurs, as on 30 February; the message says
    /// why.</exception>
    public static CronExpression Parse(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        string[] fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronExpression(string.Join(' ', fields), fields)
            : throw new FormatException(
                $"The cron expression '{expression}' has {fields.Length} fields, but needs five: minute, hour, day of "
                + "the month, month, day of the week.");
    }

    /// <summary>The first occurrence after a time.</summary>
    /// <param name="time">The time.</param>
    /// <param name="zone">Whose clock counts.</param>
    /// <returns>The occurrence.</returns>
    public DateTimeOffset Next(DateTimeOffset time, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);

        // One day back, because the offset of the zone may change and bring an earlier local day again.
        DateTime day = TimeZoneInfo.ConvertTime(time, zone).Date.AddDays(-1);
        for (; ; day = day.AddDays(1))
        {
            if (!Matches(day))
            {
                continue;
            }

            for (int minute = 0; minute < 24 * 60; minute++)
            {
                if (_hours[minute / 60] && _minutes[minute % 60]
                    && InZone(day.AddMinutes(minute), zone) is var occurrence && occurrence > time)
                {
                    return occurrence;
                }
            }
        }
    }

    /// <summary>The five fields.</summary>
    /// <returns>The expression.</returns>
    public override string ToString() => _text;

    private static DateTimeOffset InZone(DateTime local, TimeZoneInfo zone)
    {
        if (zone.IsInvalidTime(local))
        {
            // The offset before the gap puts it as far behind the gap as it is into it.
            return new DateTimeOffset(local, zone.GetUtcOffset(local.AddDays(-1)));
        }

        return zone.IsAmbiguousTime(local)
            ? new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Max())
            : new DateTimeOffset(local, zone.GetUtcOffset(local));
    }

    private static bool[] Read(string expression, string field, int least, int most)
    {
        var values = new bool[most + 1];
        foreach (string part in field.Split(','))
        {
            string[] stepped = part.Split('/');
            string[] range = stepped[0].Split('-');
            bool all = stepped[0] == "*";
            if (stepped.Length > 2 || range.Length > 2
                || !TryRead(all ? $"{least}" : range[0], out int from)
                || !TryRead(all ? $"{most}" : range[^1], out int to)
                || !TryRead(stepped.Length == 2 ? stepped[1] : "1", out int step)
                || from < least || to > most || from > to || step < 1 || step > most)
            {
                throw new FormatException(
                    $"The cron expression '{expression}' has the field '{field}', which is no number, range, list or "
                    + $"step between {least} and {most}.");
            }

            // A single number with a step means from there on.
            for (int value = from; value <= (stepped.Length == 2 && range.Length == 1 ? most : to); value += step)
            {
                values[value] = true;
            }
        }

        return values;
    }

    private static bool TryRead(string text, out int number)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private bool Matches(DateTime day)
    {
        bool date = _days[day.Day];
        bool weekday = _weekdays[(int)day.DayOfWeek];
        return _months[day.Month] && (_eitherDay ? date || weekday : date && weekday);
    }
}
