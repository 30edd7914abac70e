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

    public override string Bounds => IsMemory ? $"{minimum} to {maximum} bytes" : $"{minimum} to {maximum}";

    public override string Read(EngineOptions options) => read(options).ToString(CultureInfo.InvariantCulture);

    public override string? Write(EngineOptions options, string value)
    {
        long number;
        if (IsMemory)
        {
            if (!MemorySize.TryParse(value, out number))
                return "argument must be a memory value";
        }
        else if (!Numbers.TryParse(Encoding.UTF8.GetBytes(value), out number))
        {
            return "argument couldn't be parsed into an integer";
        }

        if (number < minimum || number > maximum)
            return $"argument must be between {minimum} and {maximum} inclusive";
        write(options, number);
        return null;
    }
}
