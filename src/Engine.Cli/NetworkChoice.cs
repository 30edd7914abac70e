using Engine.Server;

namespace Engine.Cli;

/// <summary>
/// The back end of the network, from the environment: redis-server knows no directive for it, and its configuration
/// files are to stay readable by both.
/// </summary>
internal static class NetworkChoice
{
    private const string Variable = "ENGINE_NETWORK";

    /// <exception cref="FormatException">The variable names no back end.</exception>
    public static NetworkBackend FromEnvironment()
    {
        string? name = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(name))
            return NetworkBackend.Automatic;
        return Enum.TryParse(name, ignoreCase: true, out NetworkBackend backend) && Enum.IsDefined(backend)
            ? backend
            : throw new FormatException(
                $"{Variable} is '{name}'; it must be one of {string.Join(", ", Enum.GetNames<NetworkBackend>())}.");
    }
}
