using System.Globalization;
using System.Text;

namespace Engine.Server.Commands.Server.Info;

/// <summary>The text of INFO: sections with a heading, a name and a value a line.</summary>
internal sealed class InfoReport
{
    private readonly StringBuilder _text = new();

    public void Section(string heading)
    {
        if (_text.Length > 0)
            _text.Append("\r\n");
        _text.Append("# ").Append(heading).Append("\r\n");
    }

    public void Line(string name, string value) => _text.Append(name).Append(':').Append(value).Append("\r\n");

    public void Line(string name, long value) => Line(name, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with a fixed count of decimals.</summary>
    public void Line(string name, double value, int decimals) =>
        Line(name, value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>Bytes, and once more for people.</summary>
    public void Bytes(string name, long bytes)
    {
        Line(name, bytes);
        Line(name + "_human", Human(bytes));
    }

    public override string ToString() => _text.ToString();

    /// <summary>As Redis abbreviates: 1.50K, 2.00M.</summary>
    public static string Human(long bytes)
    {
        if (bytes < 1024)
            return $"{bytes}B";
        double value = bytes;
        string unit = "B";
        foreach (string next in (string[])["K", "M", "G", "T", "P"])
        {
            if (value < 1024)
                break;
            value /= 1024;
            unit = next;
        }

        return value.ToString("F2", CultureInfo.InvariantCulture) + unit;
    }
}
