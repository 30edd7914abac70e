namespace Engine.Server.Files;

/// <summary>
/// Gives a file other contents in one step: whenever the machine dies, it has the old ones or the new.
/// </summary>
internal static class FileReplacement
{
    /// <param name="files">Where the file is.</param>
    /// <param name="path">The file; it need not be there yet.</param>
    /// <param name="temporary">A name in the same directory, under which the new contents grow.</param>
    /// <param name="contents">All of them.</param>
    public static void Write(IFileSystem files, string path, string temporary, ReadOnlySpan<byte> contents)
    {
        using (IWritableFile file = files.Create(temporary))
        {
            file.Write(contents);
            file.Sync();
        }

        files.Move(temporary, path);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    }
}
