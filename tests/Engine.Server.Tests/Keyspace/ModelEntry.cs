using System.Globalization;
using Engine.Server.DataTypes;

namespace Engine.Server.Tests.Keyspace;

/// <summary>What a key should hold.</summary>
internal sealed record ModelEntry(string Text, ValueEncoding Encoding, long Expiry)
{
    private const int EmbStrLimit = 44;

    /// <summary>A value in the encoding that Redis gives to one that is set.</summary>
    public static ModelEntry OfText(string text, long expiry)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        bool isInteger = long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out long value)
            && value.ToString(culture) == text;
        return isInteger ? new ModelEntry(text, ValueEncoding.Int, expiry) : OfPlainText(text, expiry);
    }

    public static ModelEntry OfPlainText(string text, long expiry) =>
        new(text, text.Length <= EmbStrLimit ? ValueEncoding.EmbStr : ValueEncoding.Raw, expiry);

    public byte[] Bytes => Encoding == ValueEncoding.Int
        ? BitConverter.GetBytes(long.Parse(Text, CultureInfo.InvariantCulture))
        : System.Text.Encoding.Latin1.GetBytes(Text);

    public bool HasExpiry => Expiry != Server.Keyspace.Database.NoExpiry;

    public bool IsExpired(long now) => HasExpiry && Expiry < now;
}
