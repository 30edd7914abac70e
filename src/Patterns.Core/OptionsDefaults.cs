using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Patterns.Core;

/// <summary>What the options of one instance of a recipe begin with, such as a key prefix of its own.</summary>
public static class OptionsDefaults
{
    /// <summary>Sets options before everything that the program configures, whichever of the two was registered first:
    /// a default must not overwrite what comes from a configuration file.</summary>
    /// <typeparam name="TOptions">The options.</typeparam>
    /// <param name="services">Where to register.</param>
    /// <param name="name">The name of the instance; empty for the one without.</param>
    /// <param name="set">Sets the defaults.</param>
    public static void AddOptionsDefaults<TOptions>(
        this IServiceCollection services, string name, Action<TOptions> set)
        where TOptions : class
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(set);

        // The options framework configures in the order of registration.
        var defaults = new ConfigureNamedOptions<TOptions>(name, set);
        services.Insert(0, ServiceDescriptor.Singleton<IConfigureOptions<TOptions>>(defaults));
    }
}
