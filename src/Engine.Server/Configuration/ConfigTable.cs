namespace Engine.Server.Configuration;

/// <summary>All directives by name.</summary>
internal static class ConfigTable
{
    private static readonly Dictionary<string, ConfigParameter> ByName = Index();

    /// <summary>Names and, as further names of the same parameter, aliases.</summary>
    public static IReadOnlyDictionary<string, ConfigParameter> Names => ByName;

    public static ConfigParameter? Find(string name) => ByName.GetValueOrDefault(name.ToLowerInvariant());

    /// <summary>Refuses options out of range: name, value and bound.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static void Validate(EngineOptions options)
    {
        EngineOptions copy = options.Copy();
        foreach (ConfigParameter parameter in ByName.Values)
        {
            string value = parameter.Read(options);
            if (parameter.Write(copy, value) is { } refusal)
            {
                throw new ArgumentException(
                    $"{parameter.Name} is '{value}': {refusal}. Give another value.", nameof(options));
            }
        }
    }

    private static Dictionary<string, ConfigParameter> Index()
    {
        var byName = new Dictionary<string, ConfigParameter>(StringComparer.Ordinal);
        foreach (ConfigParameter parameter in EngineParameters.All.Concat(AcceptedParameters.All))
        {
            byName.Add(parameter.Name, parameter);
            if (parameter.Alias is not null)
                byName.Add(parameter.Alias, parameter);
        }

        return byName;
    }
}
