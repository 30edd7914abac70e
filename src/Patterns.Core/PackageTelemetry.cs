using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Reflection;

namespace Patterns.Core;

/// <summary>
/// The one <see cref="System.Diagnostics.Metrics.Meter"/> and the one <see cref="System.Diagnostics.ActivitySource"/>
/// of a package. Both carry the package's name and version, so that its name is all a listener needs to know.
/// </summary>
public sealed class PackageTelemetry
{
    /// <summary>Creates the pair; a package does it once and keeps it as long as the process lives.</summary>
    /// <param name="package">The assembly of the package.</param>
    public PackageTelemetry(Assembly package)
    {
        ArgumentNullException.ThrowIfNull(package);
        AssemblyName assembly = package.GetName();
        string version = assembly.Version!.ToString(fieldCount: 3);
        Meter = new Meter(assembly.Name!, version);
        ActivitySource = new ActivitySource(assembly.Name!, version);
    }

    /// <summary>Where the package's counters and histograms come from.</summary>
    public Meter Meter { get; }

    /// <summary>Where the package's spans come from.</summary>
    public ActivitySource ActivitySource { get; }
}
