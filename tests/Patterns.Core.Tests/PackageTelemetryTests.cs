namespace Patterns.Core.Tests;

public sealed class PackageTelemetryTests
{
    [Fact]
    public void Meter_and_spans_carry_the_name_and_version_of_the_package()
    {
        var telemetry = new PackageTelemetry(typeof(KeyBuilder).Assembly);
        Assert.Equal("Patterns.Core", telemetry.Meter.Name);
        Assert.Equal("Patterns.Core", telemetry.ActivitySource.Name);
        Assert.Equal("0.1.0", telemetry.Meter.Version);
        Assert.Equal("0.1.0", telemetry.ActivitySource.Version);
    }
}
