namespace Engine.Server.Files;

/// <summary>Which exceptions say that the disk, and not the engine, is at fault.</summary>
internal static class FileFailure
{
    public static bool Is(Exception exception) => exception is IOException or UnauthorizedAccessException;
}
