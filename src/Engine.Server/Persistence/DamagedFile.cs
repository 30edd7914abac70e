using System.Globalization;

namespace Engine.Server.Persistence;

/// <summary>What is said of a file that cannot be loaded: its name, where in it, and why.</summary>
internal static class DamagedFile
{
    public static InvalidDataException At(string path, long offset, string reason, Exception? cause = null) =>
        new(string.Create(
            CultureInfo.InvariantCulture, $"The file '{path}' cannot be loaded: at offset {offset}, {reason}."), cause);
}
