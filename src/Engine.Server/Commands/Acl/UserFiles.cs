using System.Text;
using Engine.Server.Access;
using Engine.Server.Protocol;

namespace Engine.Server.Commands.Acl;

/// <summary>The ACL file on disk; its path is relative to the working directory.</summary>
internal static class UserFiles
{
    /// <summary>The users in the file, or all that is wrong with it.</summary>
    public static IReadOnlyCollection<User>? Read(EngineOptions options, UserRules rules, out string errors)
    {
        string text;
        try
        {
            text = File.ReadAllText(PathOf(options), Encoding.Latin1);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            errors = Errors.UserFileUnreadable(options.AclFile, ReasonOf(failure));
            return null;
        }

        return UserFile.Read(rules, options.AclFile, text, out errors);
    }

    /// <summary>Puts a new file in the place of the old one, in one step. Returns false when it cannot.</summary>
    public static bool TryWrite(EngineOptions options, string text)
    {
        string path = PathOf(options);
        string temporary = $"{path}.tmp-{Environment.ProcessId}";
        try
        {
            using (FileStream file = File.Create(temporary))
            {
                file.Write(Encoding.Latin1.GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            AclEvents.NotSaved(options.Logger, path, failure);
            return false;
        }
    }

    private static string PathOf(EngineOptions options) => Path.Combine(options.WorkingDirectory, options.AclFile);

    /// <summary>In the words of C, where there are any.</summary>
    private static string ReasonOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "No such file or directory",
        UnauthorizedAccessException => "Permission denied",
        _ => failure.Message,
    };
}
