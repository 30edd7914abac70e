using System.Text;
using Engine.Server.Access;
using Engine.Server.Files;
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
            using var reader = new StreamReader(options.Files.OpenRead(PathOf(options)), Encoding.Latin1);
            text = reader.ReadToEnd();
        }
        catch (Exception failure) when (FileFailure.Is(failure))
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
        try
        {
            string temporary = $"{path}.tmp-{Environment.ProcessId}";
            FileReplacement.Write(options.Files, path, temporary, Encoding.Latin1.GetBytes(text));
            return true;
        }
        catch (Exception failure) when (FileFailure.Is(failure))
        {
            AclEvents.NotSaved(options.Logger, path, failure);
            return false;
        }
    }

    private static string PathOf(EngineOptions options) =>
        Path.GetFullPath(Path.Combine(options.WorkingDirectory, options.AclFile));

    /// <summary>In the words of C, where there are any.</summary>
    private static string ReasonOf(Exception failure) => failure switch
    {
        FileNotFoundException or DirectoryNotFoundException => "No such file or directory",
        UnauthorizedAccessException => "Permission denied",
        _ => failure.Message,
    };
}
