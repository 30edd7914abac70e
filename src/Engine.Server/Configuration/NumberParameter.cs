using System.Globalization;
using System.Text;
using Engine.Server.DataTypes;

namespace Engine.Server.Configuration;

/// <summary>A directive that is a whole number between two bounds, perhaps of bytes with a unit.</summary>
internal sealed class NumberParameter(
    string name, long minimum, long maximum, Func<EngineOptions, long> read, Action<EngineOptions, long> write)
    : ConfigParameter(name)
{
    /// <summary>Bytes, which may be written with a unit: 100mb.</summary>
    public bool IsMemory { get; init; }

    /// <summary>Instead of bytes per cent may be given, which are stored as a negative number: 5%.</summary>
    public bool MayBePercent { get; init; }

    public override string Bounds =>
        MayBePercent ? $"0 to {maximum} bytes, or 0% to {-minimum}%"
        : IsMemory ? $"{minimum} to {maximum} bytes"
        : $"{minimum} to {maximum}";

    public override string Read(EngineOptions options)
    {
        long number = read(options);
        return MayBePercent && number < 0
            ? string.Create(CultureInfo.InvariantCulture, $"{-number}%")
            : number.ToString(CultureInfo.InvariantCulture);
    }

    public override string? Write(EngineOptions options, string value)
    {
        long number;
        if (IsMemory)
        {
            bool isNumber = MayBePercent
                ? MemorySize.TryParse(value, out number) || TryParsePercent(value, out number)
                : MemorySize.TryParseOfAnySize(value, out number);
            if (!isNumber)
                return MayBePercent ? "argument must be a memory or percent value" : "argument must be a memory value";
        }
        else if (!Numbers.TryParse(Encoding.UTF8.GetBytes(value), out number))
        {
            return "argument couldn't be parsed into an integer";
        }

        if (MayBePercent && number < minimum)
            return $"percentage argument must be less or equal to {-minimum}";
        if (number < minimum || number > maximum)
            return $"argument must be between {minimum} and {maximum} inclusive";
        write(options, number);
        return null;
    }

    private static bool TryParsePercent(string value, out long number)
    {
        number = 0;
        bool isPercent = value.EndsWith('%') && Numbers.TryParse(Encoding.UTF8.GetBytes(value[..^1]), out number)
            && number >= 0;
        number = -number;
        return isPercent;
    }
}
