using Engine.Server.DataTypes;
using Engine.Server.DataTypes.Geo;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Geo;

/// <summary>
/// Reading positions and lengths; what is wrong is replied as an error, and the result is false.
/// </summary>
internal static class GeoArguments
{
    public static bool TryReadPosition(in CommandContext context, int index, out GeoPosition position)
    {
        position = default;
        if (!TryReadNumber(context, index, Errors.NotAFloat, out double longitude)
            || !TryReadNumber(context, index + 1, Errors.NotAFloat, out double latitude))
            return false;
        position = new GeoPosition(longitude, latitude);
        if (position.IsValid)
            return true;
        context.Reply.Error(Errors.InvalidPosition(longitude, latitude));
        return false;
    }

    /// <summary>Reads a radius and its unit.</summary>
    public static bool TryReadCircle(in CommandContext context, int index, out GeoShape shape)
    {
        shape = default;
        if (!TryReadNumber(context, index, Errors.RadiusNotAFloat, out double radius))
            return false;
        if (radius < 0)
        {
            context.Reply.Error(Errors.NegativeRadius);
            return false;
        }

        if (!TryReadUnit(context, index + 1, out double metres))
            return false;
        shape = new GeoShape { Radius = radius, MetresPerUnit = metres };
        return true;
    }

    /// <summary>Reads width and height and their unit.</summary>
    public static bool TryReadBox(in CommandContext context, int index, out GeoShape shape)
    {
        shape = default;
        if (!TryReadNumber(context, index, Errors.WidthNotAFloat, out double width)
            || !TryReadNumber(context, index + 1, Errors.HeightNotAFloat, out double height))
            return false;
        if (width < 0 || height < 0)
        {
            context.Reply.Error(Errors.NegativeBox);
            return false;
        }

        if (!TryReadUnit(context, index + 2, out double metres))
            return false;
        shape = new GeoShape { IsBox = true, Width = width, Height = height, MetresPerUnit = metres };
        return true;
    }

    public static bool TryReadUnit(in CommandContext context, int index, out double metres)
    {
        metres = context.Is(index, "M"u8) ? 1
            : context.Is(index, "KM"u8) ? 1000
            : context.Is(index, "FT"u8) ? 0.3048
            : context.Is(index, "MI"u8) ? 1609.34
            : 0;
        if (metres == 0)
            context.Reply.Error(Errors.UnsupportedUnit);
        return metres > 0;
    }

    private static bool TryReadNumber(
        in CommandContext context, int index, ReadOnlySpan<byte> refusal, out double number)
    {
        if (DoubleText.TryParse(context[index], out number))
            return true;
        context.Reply.Error(refusal);
        return false;
    }
}
