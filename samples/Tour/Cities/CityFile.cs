using System.Globalization;

namespace Tour.Cities;

/// <summary>Reads <c>samples/data/cities.tsv</c>, which is embedded in this assembly.</summary>
internal static class CityFile
{
    public const string Header = "id\tname\tcountry\tpopulation\tlatitude\tlongitude";

    /// <summary>The committed data set, most populous city first.</summary>
    public static IReadOnlyList<City> ReadEmbedded()
    {
        using Stream stream = typeof(CityFile).Assembly.GetManifestResourceStream("cities.tsv")
            ?? throw new InvalidOperationException("cities.tsv is not embedded in the assembly; see Tour.csproj.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    public static IReadOnlyList<City> Read(TextReader reader)
    {
        if (reader.ReadLine() is var header && header != Header)
        {
            throw new FormatException($"Line 1 of the cities is '{header}'; the columns must be '{Header}'.");
        }

        var cities = new List<City>();
        while (reader.ReadLine() is { } line)
        {
            cities.Add(Parse(line, lineNumber: cities.Count + 2));
        }

        return cities;
    }

    private static City Parse(string line, int lineNumber)
    {
        string[] fields = line.Split('\t');
        CultureInfo culture = CultureInfo.InvariantCulture;
        return fields.Length == 6
            && long.TryParse(fields[0], NumberStyles.None, culture, out long id)
            && long.TryParse(fields[3], NumberStyles.None, culture, out long population)
            && double.TryParse(fields[4], NumberStyles.Float, culture, out double latitude)
            && double.TryParse(fields[5], NumberStyles.Float, culture, out double longitude)
            ? new City(id, fields[1], fields[2], population, latitude, longitude)
            : throw new FormatException(
                $"Line {lineNumber} of the cities is '{line}'; it must hold the six columns of line 1.");
    }
}
